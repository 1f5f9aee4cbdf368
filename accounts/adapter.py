from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Where this site's accounts differ from allauth's."""

    def is_open_for_signup(self, request):
        return settings.REGISTRATION_OPEN
