"""The preferences that people can set, each declared once: key, label, rule, default.

Other apps add their own with `declare`, and offer language models with `offer_models`, in `ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

THEMES = [("system", "As the system"), ("light", "Light"), ("dark", "Dark")]
BUILT_IN_MODEL = "lockstep-guide"
LARGEST_NUMBER = 1e15

declared: dict[str, "Declared"] = {}
_model_sources: list[Callable[[], list[tuple[str, str]]]] = []


@dataclass(frozen=True)
class Declared:
    """One preference: what it is called, what it may be, and what it is until somebody sets it."""

    key: str
    label: str
    field: Callable[[], forms.Field]
    initial: Any
    section: str
    control: str = ""

    @property
    def default(self):
        return self.initial() if callable(self.initial) else self.initial

    def clean(self, value):
        """Return the JSON value to store, or raise ValidationError with words for the person."""
        _check_type(value, self.default)
        cleaned = self.field().clean(value)
        return cleaned.replace("\r\n", "\n") if isinstance(cleaned, str) else cleaned  # as forms without script send it


def declare(key, label, field, default, section, control=""):
    """Make a preference known. `field` makes the form field that validates and shows it.

    `section` is the part of the page where it stands, `control` how ("slider", "segmented"; else what the field is).
    """
    declared[key] = Declared(key, label, field, default, section, control)


def offer_models(source):
    """Register a function that returns `(id, label)` pairs of language models to choose from."""
    _model_sources.append(source)
    return source


def model_choices():
    return [choice for source in _model_sources for choice in source()]


def clean(key, value):
    """Validate one value by the declaration of its key; raise ValidationError with words."""
    if key not in declared:
        raise ValidationError("There is no setting of this name.")
    return declared[key].clean(value)


def defaults():
    return {key: preference.default for key, preference in declared.items()}


def theme_of(user):
    """The theme that this person chose: "system", "light" or "dark". One row is read."""
    if not user.is_authenticated:
        return "system"
    chosen = user.preferences.filter(key="theme").values_list("value", flat=True).first()
    return chosen if chosen in dict(THEMES) else "system"


def _check_type(value, example):
    """Form fields are lenient ("no" is true to a BooleanField); JSON values are what they say."""
    if isinstance(example, bool):
        if not isinstance(value, bool):
            raise ValidationError("This is either on or off.")
    elif isinstance(example, (int, float)):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValidationError("Enter a number.")
        if not abs(value) <= LARGEST_NUMBER:  # also NaN, and integers too large for a float
            raise ValidationError("Enter a smaller number.")
    elif not isinstance(value, str):
        raise ValidationError("Enter a text.")
    elif not _is_storable(value):
        raise ValidationError("This text has characters that cannot be stored.")


def _is_storable(text):
    """Half of a surrogate pair is valid JSON, but no database takes it."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


@offer_models
def _built_in_models():
    return [(BUILT_IN_MODEL, "Lockstep guide (built in)")]


def _switch():
    return forms.BooleanField(required=False)


def _number(field, lowest, highest, hint, **more):
    words = f"Enter a number from {lowest:,} to {highest:,}."
    messages = dict.fromkeys(["required", "invalid", "min_value", "max_value"], words)
    messages |= {"step_size": "Enter at most one digit after the point."}
    return field(min_value=lowest, max_value=highest, help_text=hint, error_messages=messages, **more)


def _theme():
    return forms.ChoiceField(choices=THEMES, widget=forms.RadioSelect)


def _default_model():
    return forms.ChoiceField(choices=model_choices, help_text="New conversations begin with it.")


def _temperature():
    return _number(forms.FloatField, 0, 2, "Low: the likeliest words. High: more surprise.", step_size=0.1)


def _max_tokens():
    return _number(forms.IntegerField, 1, 200_000, "The longest reply, in tokens (1 to 200,000).")


def _system_prompt():
    hint = "Goes before every conversation. At most 8,000 characters."
    return forms.CharField(max_length=8000, required=False, strip=False, widget=forms.Textarea, help_text=hint)


def _autosave():
    hint = "How many seconds after the last change the settings save themselves (0.5 to 10)."
    return _number(forms.FloatField, 0.5, 10, hint, step_size=0.1)


declare("theme", "Theme", _theme, "system", "Appearance", "segmented")
declare("default_model", "Default model", _default_model, BUILT_IN_MODEL, "Replies")
declare("temperature", "Temperature", _temperature, 0.7, "Replies", "slider")
declare("max_tokens", "Max tokens", _max_tokens, 4096, "Replies")
declare("system_prompt", "System prompt", _system_prompt, "", "Replies")
declare("notify_sound", "Sound", _switch, True, "Notifications")
declare("notify_toast", "Messages on the page", _switch, True, "Notifications")
declare("notify_desktop", "Desktop notifications", _switch, False, "Notifications")
declare("autosave_seconds", "Autosave delay", _autosave, lambda: settings.AUTOSAVE_SECONDS, "Saving")
