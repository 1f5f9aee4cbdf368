"""How a person looks where people are shown to be here."""

from accounts.models import User
from realtime import presence

SHOWN = ("name", "initials", "colour", "picture", "status")


@presence.describe
def describe(ids):
    """Name, initials, colour, picture and status of the people with these ids."""
    return {person.pk: {name: getattr(person, name) for name in SHOWN} for person in User.objects.filter(pk__in=ids)}
