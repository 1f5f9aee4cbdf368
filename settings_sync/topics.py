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


def version_for(user):
    """The version of this person's preferences as a whole. Read it before the rows that it stands for."""
    name = Preference.topic_of(user.pk)
    return versions.of([name])[name]
