"""What a new conversation begins with: the person's own preferences."""

from settings_sync.models import Preference

KEYS = {"model": "default_model", "temperature": "temperature", "max_tokens": "max_tokens", "system_prompt": "system_prompt"}


def values_for(user):
    """The fields of a new conversation of this person."""
    preferences = Preference.objects.of(user, list(KEYS.values()))
    return {field: preferences[key].value for field, key in KEYS.items()}
