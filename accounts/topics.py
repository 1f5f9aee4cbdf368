"""What can be watched of people, and by whom."""

from realtime import topic


@topic("user.{pk}.profile")
def profile(user, pk):
    """What a person is called: for their own pages."""
    return user.is_active and str(user.pk) == pk


@topic("user.{pk}.sessions")
def sessions(user, pk):
    """Where a person is signed in: for their own pages."""
    return user.is_active and str(user.pk) == pk


@topic("people")
def people(user):
    """The list of everybody is for colleagues."""
    return user.is_authenticated and user.is_internal
