from settings_sync.models.answers import ProviderAnswer
from settings_sync.models.history import PreferenceChange
from settings_sync.models.keys import ProviderKey
from settings_sync.models.preferences import Mutation, Preference, lock
from settings_sync.models.providers import Provider

__all__ = ["Mutation", "Preference", "PreferenceChange", "Provider", "ProviderAnswer", "ProviderKey", "lock"]
