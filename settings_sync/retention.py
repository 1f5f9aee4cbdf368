"""How long what belongs to settings is kept."""

from jobs.retention import prunes
from settings_sync.models import Mutation, PreferenceChange
from settings_sync.models.history import DAYS


@prunes("settings history", days=DAYS)
def settings_history(moment):
    return PreferenceChange.objects.filter(at__lt=moment)


@prunes("answers to saves", days=DAYS)
def answers_to_saves(moment):
    """Without its answer a save that comes again is judged as a new one, by the version that its edit began with.

    Nothing is overwritten unseen then either: a value that stands already is accepted, any other is asked about.
    """
    return Mutation.objects.filter(at__lt=moment)
