"""The preferences that people can set, each declared once: key, label, rule, default.

Other apps add their own with `declare`, and offer language models with `offer_models`, in `ready()`.
"""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from settings_sync.declarations import Declarations, Declared

THEMES = [("system", "As the system"), ("light", "Light"), ("dark", "Dark")]
BUILT_IN_MODEL = "lockstep-guide"

declared = Declarations()
_model_sources = []  # (choices of a person, whether an id is known)


def declare(key, label, field, default, section, control="", personal=False):
    """Make a preference known. `field` makes the form field that validates and shows it.

    `section` is the part of the page where it stands, `control` how ("slider", "segmented"; else what the field is).
    `personal`: `field` takes a person, whose choices are their own; without one it only validates.
    """
    declared.add(Declared(key, label, field, default, section, control, personal))


def declare_family(prefix, family):
    """Make preferences known that depend on rows, see `Family`."""
    declared.add_family(prefix, family)


def offer_models(choices, knows):
    """Register language models: `choices(user)` gives (id, label) pairs, `knows(id)` says whether an id may be kept.

    What a provider serves changes: an id that it once had may be known without being among the choices.
    """
    _model_sources.append((choices, knows))


def model_choices(user):
    return [choice for choices, _ in _model_sources for choice in choices(user)]


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


class ModelField(forms.ChoiceField):
    """A language model by its id. The choices are a person's, what is valid is not."""

    def valid_value(self, value):
        return any(knows(value) for _, knows in _model_sources)


def _switch():
    return forms.BooleanField(required=False)


def _number(field, lowest, highest, hint, unit="", **more):
    words = f"Enter a number from {lowest:,} to {highest:,}."
    messages = dict.fromkeys(["required", "invalid", "min_value", "max_value"], words)
    messages |= {"step_size": "Enter at most one digit after the point."}
    made = field(min_value=lowest, max_value=highest, help_text=hint, error_messages=messages, **more)
    made.unit = unit  # stands behind the number, wherever it is shown
    return made


def _theme():
    return forms.ChoiceField(choices=THEMES, widget=forms.RadioSelect)


def _default_model(user=None):
    choices = model_choices(user) if user else []
    return ModelField(choices=choices, help_text="New conversations begin with it.")


def _temperature():
    return _number(forms.FloatField, 0, 2, "Low: the likeliest words. High: more surprise.", step_size=0.1)


def _max_tokens():
    return _number(forms.IntegerField, 1, 200_000, "The longest reply (1 to 200,000).", unit="tokens")


def _system_prompt():
    hint = "Goes before every conversation. At most 8,000 characters."
    return forms.CharField(max_length=8000, required=False, strip=False, widget=forms.Textarea, help_text=hint)


def _autosave():
    hint = "How long after the last change the settings save themselves (0.5 to 10)."
    return _number(forms.FloatField, 0.5, 10, hint, unit="s", step_size=0.1)


declare("theme", "Theme", _theme, "system", "Appearance", "segmented")
declare("default_model", "Default model", _default_model, BUILT_IN_MODEL, "Replies", personal=True)
declare("temperature", "Temperature", _temperature, 0.7, "Replies", "slider")
declare("max_tokens", "Max tokens", _max_tokens, 4096, "Replies")
declare("system_prompt", "System prompt", _system_prompt, "", "Replies")
declare("notify_sound", "Sound", _switch, True, "Notifications")
declare("notify_toast", "Messages on the page", _switch, True, "Notifications")
declare("notify_desktop", "Desktop notifications", _switch, False, "Notifications")
declare("autosave_seconds", "Autosave delay", _autosave, lambda: settings.AUTOSAVE_SECONDS, "Saving")
offer_models(lambda user: [(BUILT_IN_MODEL, "Lockstep guide (built in)")], BUILT_IN_MODEL.__eq__)
