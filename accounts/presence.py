"""How a person looks where people are shown to be here."""

from accounts.models import User
from realtime import presence


@presence.describe
def describe(ids):
    """Name, initials and colour of the people with these ids."""
    people = User.objects.filter(pk__in=ids)
    return {person.pk: {"name": person.name, "initials": person.initials, "colour": person.colour} for person in people}
