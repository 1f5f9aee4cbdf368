from django.shortcuts import render

from accounts.access import login_required


@login_required
def index(request):
    """The page says honestly that this part is still to come."""
    return render(request, "usage/index.html")
