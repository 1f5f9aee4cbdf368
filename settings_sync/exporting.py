"""What a person's export holds of their settings. Keys have no place in it: only that there is one, and since when."""

from accounts.exports import exporter
from settings_sync.models import Preference, PreferenceChange, ProviderAnswer, ProviderKey


@exporter("settings")
def settings(user):
    yield "preferences.json", _rows(Preference, user, "key value version device at")
    yield "history.json", _rows(PreferenceChange, user, "key before value version outcome device at")
    yield "provider-keys.json", _rows(ProviderKey, user, "provider__name origin last_four at")
    yield "provider-tests.json", _rows(ProviderAnswer, user, "provider__name origin good words listed at")


def _rows(model, user, fields):
    return list(model.objects.filter(user=user).order_by("pk").values(*fields.split()))
