from django.apps import AppConfig


class SettingsSyncConfig(AppConfig):
    name = "settings_sync"
    verbose_name = "Settings"

    def ready(self):
        from accounts import sealing
        from settings_sync import exporting, receivers, retention, topics  # noqa: F401
        from settings_sync.models import keys
        from settings_sync.providers import preferences  # noqa: F401

        sealing.store("provider keys", keys.key_ids, keys.reseal, keys.forget)
