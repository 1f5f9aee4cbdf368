from settings_sync.models.history import PreferenceChange
from settings_sync.models.preferences import Mutation, Preference, lock
from settings_sync.models.providers import Provider, ProviderKey

__all__ = ["Mutation", "Preference", "PreferenceChange", "Provider", "ProviderKey", "lock"]
