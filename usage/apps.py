from importlib import import_module

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """What calls of models took, and the credits that pay for them."""

    name = "usage"

    def ready(self):
        for module in ("exporting", "payments.waiting", "receivers", "retention", "sweeping", "topics"):
            import_module(f"usage.{module}")
