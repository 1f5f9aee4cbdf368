import json
from uuid import uuid4

from django import forms
from django.forms.fields import InvalidJSONInput
from django.utils.timesince import timesince

from settings_sync import preferences
from settings_sync.models import Preference


class JSONField(forms.JSONField):
    """Django's fails on a number of too many digits and on too many brackets; here they are no JSON, as anything else that is none."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data, initial):
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput(data)


class PreferencesForm(forms.Form):
    """All preferences of one person. It works without JavaScript: hidden fields carry what the page showed."""

    mutation_id = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    shown = JSONField(widget=forms.HiddenInput)

    def __init__(self, user, data=None):
        self.user = user
        declared = preferences.declared.items()
        self.declared = {key: each for key, each in declared if self.shows(each)}
        self.current = Preference.objects.of(user, [key for key, _ in declared])
        initial = {key: preference.value for key, preference in self.current.items()}
        super().__init__(data, initial={**initial, "shown": self._now_shown()})
        for key, declared in self.declared.items():
            self.fields[key] = _field(declared, self.current[key].value, user)

    def shows(self, declared):
        """Whether this preference stands on the page of this form."""
        return bool(declared.section)

    @property
    def sections(self):
        """[(title, [(bound field, control), …]), …] in the order of declaration."""
        sections = {}
        for key, declared in self.declared.items():
            sections.setdefault(declared.section, []).append((self[key], declared.control))
        return list(sections.items())

    def as_json(self):
        return {key: preference.as_json() for key, preference in self.current.items()}

    def save(self, device):
        """Save what was touched; a conflict becomes an error of its field. Returns whether all of it was saved."""
        results = Preference.objects.save_changes(self.user, self.cleaned_data["mutation_id"], self._changes(), device)
        for key, result in results.items():
            if result["status"] in ("conflict", "invalid"):
                self.add_error(key, result.get("message") or self._conflict(key))
        return not self.errors

    def clean_shown(self):
        shown = self.cleaned_data["shown"]
        if not isinstance(shown, dict) or not all(_is_state(shown.get(key)) for key in self.declared):
            raise forms.ValidationError("This page was not complete. Check the values and save again.")
        return shown

    def show_again(self):
        """Keep what was typed, on top of what is stored now, so that saving again is a choice."""
        self.data = self.data.copy()
        self.data["mutation_id"] = str(uuid4())
        self.data["shown"] = json.dumps(self._now_shown())

    def _changes(self):
        shown = self.cleaned_data["shown"]
        return {
            key: {"value": self.cleaned_data[key], "base_version": shown[key]["version"]}
            for key in self.declared
            if _spelled(self.cleaned_data[key]) != _spelled(shown[key]["value"])
        }

    def _now_shown(self):
        return {key: {"version": each.version, "value": each.value} for key, each in self.current.items()}

    def _conflict(self, key):
        self.current[key] = theirs = Preference.objects.of(self.user, [key])[key]
        when = f"{timesince(theirs.at)} ago" if theirs.at else "meanwhile"
        where = f" on {theirs.device}" if theirs.device else ""
        return f"Changed{where} {when} to: {theirs.value}. Save again to keep yours."


def _field(declared, value, user):
    field = declared.field_for(user)
    field.label = declared.label
    if isinstance(field, forms.ChoiceField) and value not in dict(field.choices):
        field.widget.choices = [*field.choices, (value, f"{value} (no longer offered)")]
    return field


def _spelled(value):
    """Forms send line ends as two characters."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _is_state(state):
    return isinstance(state, dict) and type(state.get("version")) is int and "value" in state
