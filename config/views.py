from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import login_required
from chat import lists
from generations import regions as images
from usage.mine import regions as credits


@login_required
@require_safe
def home(request):
    """What there is and who is here."""
    user = request.user
    context = {"recent_conversations": lists.recent(user), "latest_images": images.latest(user), "credits": credits.panel(user)}
    return render(request, "home.html", context)


def admin_login(request):
    """The admin has no door of its own: operators sign in where everybody does."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")
