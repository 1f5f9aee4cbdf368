"""Who gets a page at all."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse


def login_required(view):
    """As Django's, but an htmx request gets a 401: a login page swapped into a form would take the draft with it."""

    @wraps(view)
    def check(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponse(status=401)
        return redirect_to_login(request.get_full_path())

    return check
