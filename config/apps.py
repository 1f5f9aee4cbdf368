from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig

from config import interpreter


class ConfigConfig(AppConfig):
    """The house itself: the one app that knows all the others."""

    name = "config"

    def ready(self):
        interpreter.prepare()
        import_module("config.checks")
        import_module("config.context")
        import_module("config.topics")
        if settings.REDIS_URL:  # else there is one process, and its workers are woken directly
            import_module("jobs.wake").through(import_module("realtime.publisher").send_ahead)


class AuditedAdminConfig(AdminConfig):
    """Django's admin, with a line in the audit log for whatever is changed in it."""

    default_site = "accounts.audited_admin.AuditedSite"
