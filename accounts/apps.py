from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who they are, what they are called, how they sign in."""

    name = "accounts"
    verbose_name = "People"

    def ready(self):
        import_module("accounts.topics")
        import_module("accounts.receivers")
        import_module("accounts.presence")
