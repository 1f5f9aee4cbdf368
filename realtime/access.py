from functools import wraps

from django.http import JsonResponse
from django.views.decorators.cache import never_cache

SIGNED_OUT = {"error": {"code": "signed_out", "message": "You are signed out. Log in to go on; nothing is lost."}}


def signed_in(view):
    """For addresses that scripts ask: 401 in JSON, never a redirect to a page."""

    @wraps(view)
    def check(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return JsonResponse(SIGNED_OUT, status=401)
        return never_cache(view)(request, *args, **kwargs)

    return check
