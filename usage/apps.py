from importlib import import_module

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """What calls of models took."""

    name = "usage"

    def ready(self):
        import_module("usage.exporting")
