from realtime import topic, versions
from settings_sync.models import Preference


@topic("user.{pk}.preferences")
def preferences(user, pk):
    """One's own, and nobody else's."""
    return str(user.pk) == pk


@topic("user.{pk}.settings_history")
def settings_history(user, pk):
    """One's own, and nobody else's."""
    return str(user.pk) == pk


@topic("user.{pk}.providers")
def own_providers(user, pk):
    """One's own keys and tests, and nobody else's."""
    return str(user.pk) == pk


@topic("providers")
def providers(user):
    """What the operator offers is the same for everybody who is signed in."""
    return user.is_authenticated


def version_for(user):
    """The version of this person's preferences as a whole. Read it before the rows that it stands for."""
    name = Preference.topic_of(user.pk)
    return versions.of([name])[name]
