from django.apps import AppConfig


class SettingsSyncConfig(AppConfig):
    name = "settings_sync"
    verbose_name = "Settings"

    def ready(self):
        from settings_sync import receivers, topics  # noqa: F401
        from settings_sync.providers import preferences  # noqa: F401
