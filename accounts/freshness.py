"""Who signed in so recently that they need not confirm it."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings


def has_just_signed_in(request):
    """Whether this session's person signed in within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds; allauth counts confirmations only.

    Of whoever has a second step the password alone is not enough.
    """
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    methods = {record["method"] for record in get_authentication_records(request, request.user) if record["at"] > since}
    return "mfa" in methods or ("password" in methods and not is_mfa_enabled(request.user))
