"""What of a conversation its owner may set, and to what."""

from django.core.exceptions import ValidationError

from chat import starting
from chat.answers import Malformed
from chat.models.conversations import LONGEST_TITLE
from realtime.texts import storable
from settings_sync import preferences

SWITCHES = ("pinned", "archived")
OFF = (False, "", "0", "false", "off")
ON = (True, "1", "true", "on")
NUMBERS = {"temperature": float, "max_tokens": int}


def cleaned(fields):
    """{field of the row: value} of what was sent; what is unknown is left out. Raises Malformed."""
    found = {name: _parameter(name, fields[name]) for name in starting.KEYS if name in fields}
    found |= {name: _switch(name, fields[name]) for name in SWITCHES if name in fields}
    if "name" in fields:
        found["title"] = _title(fields["name"])
    return found


def _title(name):
    if not isinstance(name, str) or not name.strip():
        raise Malformed("A conversation needs a name.")
    if len(name.strip()) > LONGEST_TITLE:
        raise Malformed(f"This name is too long. At most {LONGEST_TITLE} characters.")
    return storable(name)


def _switch(name, value):
    if value not in (*ON, *OFF):
        raise Malformed(f"{name} is true or false.")
    return value in ON


def _parameter(name, value):
    """By the rule of the preference with which new conversations begin."""
    try:
        return preferences.clean(starting.KEYS[name], _number(NUMBERS.get(name), value))
    except ValidationError as error:
        raise Malformed(" ".join(error.messages)) from None


def _number(kind, value):
    """Forms send numbers as text."""
    try:
        return kind(value) if kind and isinstance(value, str) else value
    except ValueError:
        return value
