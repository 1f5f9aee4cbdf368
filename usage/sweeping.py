"""Holds whose call nobody will settle any more: what it called is gone, with the worker that called it."""

from jobs.chores import chore
from usage.models import Hold


@chore(seconds=60)
def release_what_was_left_behind():
    """Returns how many were."""
    return Hold.objects.expire()
