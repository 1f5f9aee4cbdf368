"""Preferences as a file: written with a format and a version, read with distrust."""

import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.timezone import now

from realtime.texts import storable
from settings_sync import preferences
from settings_sync.differences import difference
from settings_sync.models import Preference
from settings_sync.words import Words, is_long, label_of

FORMAT = "lockstep.preferences"
VERSION = 1
LARGEST_FILE = 65_536  # bytes
MOST_NAMED = 20  # unknown keys; a file may hold thousands
LONGEST_NAME = 64


class Unreadable(Exception):
    """The file is not one of preferences. The text says what is wrong with it."""


def written(user):
    """All preferences of this person as they are now, ready for JSON."""
    shown = {key: preference.value for key, preference in Preference.objects.of(user).items()}
    return {"format": FORMAT, "version": VERSION, "exported_at": now().isoformat(timespec="seconds"), "preferences": shown}


def read(content):
    """{key: value} from the bytes of a file; raises Unreadable. The values are not checked yet."""
    try:
        data = json.loads(content, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable("This file is not JSON.") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable("This is not a file of preferences. Choose one that was exported here.")
    if data.get("version") != VERSION:
        raise Unreadable("This file was made by another version of this site and cannot be read here.")
    if not isinstance(data.get("preferences"), dict):
        raise Unreadable("There are no preferences in this file.")
    return data["preferences"]


def _no_constant(name):
    raise ValueError(f"{name} is not a number")


@dataclass
class Plan:
    """What an import would do, before it does it."""

    changes: dict = field(default_factory=dict)  # {key: {"value", "base_version"}}, ready for `save_changes`
    rows: list = field(default_factory=list)  # what a line of the preview shows
    unchanged: int = 0
    refused: list = field(default_factory=list)  # (label, words)
    unknown: list = field(default_factory=list)  # keys

    @property
    def unknown_words(self):
        named = ", ".join(key[:LONGEST_NAME] for key in self.unknown[:MOST_NAMED])
        more = len(self.unknown) - MOST_NAMED
        return f"{named} and {more} more" if more > 0 else named


def plan(user, values):
    """Compare the values of a file with what is set. The versions are those that the preview shows."""
    known = [key for key in values if key in preferences.declared]
    current, words, made = Preference.objects.of(user, known), Words(user), Plan()
    made.unknown = [storable(key) for key in values if key not in preferences.declared]
    for key in known:
        _consider(made, current[key], values[key], words)
    return made


def _consider(made, preference, value, words):
    key = preference.key
    try:
        value = preferences.clean(key, value)
    except ValidationError as error:
        return made.refused.append((label_of(key), " ".join(error.messages)))
    if value == preference.value:
        made.unchanged += 1
    else:
        made.changes[key] = {"value": value, "base_version": preference.version}
        made.rows.append(_row(preference, value, words))


def _row(preference, value, words):
    now, long = preference.value, is_long(preference.value, value)
    shown = {"label": label_of(preference.key), "now": words(preference.key, now), "then": words(preference.key, value)}
    return shown | {"difference": difference(now, value) if long and isinstance(now, str) else None}
