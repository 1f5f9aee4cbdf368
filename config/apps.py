from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The house itself: the one app that knows all the others."""

    name = "config"

    def ready(self):
        import_module("config.topics")
        import_module("jobs.wake").through(import_module("realtime.publisher").send)
