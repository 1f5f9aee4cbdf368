"""What can be watched of usage, and by whom."""

from realtime import topic
from usage.access import sees_everybody


@topic("usage")
def everyones(user):
    """Everybody's figures."""
    return sees_everybody(user)


@topic("user.{pk}.usage")
def own(user, pk):
    """A person's own figures."""
    return user.is_active and str(user.pk) == pk


@topic("user.{pk}.budget")
def own_budget(user, pk):
    """A person's own budgets, and how much of them is used."""
    return user.is_active and str(user.pk) == pk
