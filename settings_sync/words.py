"""What a value is called on the pages: the label of a choice, On or Off, a number with its unit."""

import json

from django import forms

from settings_sync import preferences

FOLDED = 80  # characters; longer texts, and those with several lines, are folded


def label_of(key):
    """What a setting is called; one that is not declared any more by its key."""
    declared = preferences.declared.get(key)
    return declared.label if declared else key


def is_long(*values):
    """Whether one of them is a text that would fill the page."""
    return any(isinstance(value, str) and (len(value) > FOLDED or "\n" in value) for value in values)


class Words:
    """Values in words for one person, whose choices may be their own. Each setting's field is made once."""

    def __init__(self, user):
        self._user, self._fields = user, {}

    def __call__(self, key, value):
        """One value of one setting. Never fails: what is unknown is shown as it is stored."""
        if isinstance(value, bool):
            return "On" if value else "Off"
        if isinstance(value, str):
            return self._choices(key).get(value, value) or "(empty)"
        if isinstance(value, (int, float)):
            unit = getattr(self._field(key), "unit", "")
            return f"{value:,} {unit}".strip()
        return "(nothing)" if value is None else json.dumps(value)

    def _field(self, key):
        if key not in self._fields:
            declared = preferences.declared.get(key)
            self._fields[key] = declared and declared.field_for(self._user)
        return self._fields[key]

    def _choices(self, key):
        field = self._field(key)
        return {value: str(label) for value, label in field.choices} if isinstance(field, forms.ChoiceField) else {}
