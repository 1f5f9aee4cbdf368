"""Everybody's figures are for staff."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from usage.access import sees_everybody


def for_staff(view):
    """For a view inside `login_required` or `signed_in`: anybody else gets a 403, whether or not what they ask for is there."""

    @wraps(view)
    def check(request, *args, **kwargs):
        if not sees_everybody(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return check
