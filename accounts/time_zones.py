"""The time zones that a person may live in."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError


@cache
def names():
    """All time zones of the IANA database by name, UTC first."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
    return ("UTC", *sorted(places))


def choices():
    """The same for a select: (stored name, shown name)."""
    return [(name, name.replace("_", " ")) for name in names()]


def validate(name):
    """Refuse a name that the IANA database does not know."""
    if name not in names():
        raise ValidationError("%(name)s is not a time zone. Choose one from the list.", "time_zone", {"name": name})
