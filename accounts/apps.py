from importlib import import_module

from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    """People: who they are, what they are called, how they sign in."""

    name = "accounts"
    verbose_name = "People"

    def ready(self):
        import_module("accounts.topics")
        import_module("accounts.receivers")
        import_module("accounts.presence")
        import_module("accounts.activity")
        import_module("accounts.deletion")
        import_module("accounts.exporting")
        import_module("accounts.retention")
        import_module("accounts.sign_in")
        sealing = import_module("accounts.sealing")
        mfa = import_module("accounts.mfa")
        sealing.store("two-step codes", mfa.key_ids, mfa.reseal, mfa.forget)
        checks.register(import_module("accounts.rotation").check_keys, checks.Tags.database)
