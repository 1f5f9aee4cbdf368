from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RealtimeConfig(AppConfig):
    name = "realtime"

    def ready(self):
        from realtime import receivers, topics  # noqa: F401

        post_migrate.connect(receivers.begin_epoch, sender=self)
