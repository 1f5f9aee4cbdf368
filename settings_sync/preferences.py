"""The preferences that people can set, each declared once: key, label, rule, default.

Other apps add their own with `declare`, and offer language models with `offer_models`, in `ready()`.
"""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from settings_sync.declarations import Declarations, Declared

THEMES = [("system", "As the system"), ("light", "Light"), ("dark", "Dark")]
BUILT_IN_MODEL = "lockstep-guide"

declared = Declarations()
_model_sources: list[Callable[[], list[tuple[str, str]]]] = []


def declare(key, label, field, default, section, control=""):
    """Make a preference known. `field` makes the form field that validates and shows it.

    `section` is the part of the page where it stands, `control` how ("slider", "segmented"; else what the field is).
    """
    declared.add(Declared(key, label, field, default, section, control))


def declare_family(prefix, family):
    """Make preferences known that depend on rows, see `Family`."""
    declared.add_family(prefix, family)


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


def default_of(key):
    """What this preference is until somebody sets it; None where it is not known. No query."""
    return declared[key].default if key in declared else None


def theme_of(user):
    """The theme that this person chose: "system", "light" or "dark". One row is read."""
    if not user.is_authenticated:
        return "system"
    chosen = user.preferences.filter(key="theme").values_list("value", flat=True).first()
    return chosen if chosen in dict(THEMES) else "system"


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
