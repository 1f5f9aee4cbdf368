"""Everybody's figures are for staff."""

from functools import wraps

from django.core.exceptions import PermissionDenied


def for_staff(view):
    """For a view inside `login_required` or `signed_in`: anybody else gets a 403, whether or not what they ask for is there."""

    @wraps(view)
    def check(request, *args, **kwargs):
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return check
