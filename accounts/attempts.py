"""How often somebody may try a password or a code: few times for a stranger, and nobody else's tries count for the owner.

Counted by account and address together and by address, so that an attack from elsewhere shuts nobody out; a browser in
which this person has signed in before has a count of its own, so that not even an attack from the same address does.
The numbers stand in ACCOUNT_RATE_LIMITS, the counts in the shared cache, each raised under a lock.
"""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit

from accounts import known_devices


def count(request, kind, login, owner):
    """Count one try of `kind` ("password", "code"); `.rollback()` takes it back. Answers 429 by raising.

    `login` is the address that was typed, `owner` what strangers share a count by.
    """
    if known_devices.is_known(request, login):
        usage = _consume(request, f"{kind}_at_known_device", f"{login} {known_devices.token_of(request)}")
    else:
        usage = _consume(request, f"{kind}_elsewhere", owner)
    if not usage:
        raise ImmediateHttpResponse(ratelimit.respond_429(request))
    return usage


def _consume(request, action, key):
    return ratelimit.consume(request, app="allauth.account", action=action, key=key)


def forgive(request, kind, login, owner):
    """A password that was just reset by mail ends the wait for those who forgot the old one."""
    for action, key in ((f"{kind}_at_known_device", f"{login} {known_devices.token_of(request)}"), (f"{kind}_elsewhere", owner)):
        ratelimit.clear(request, app="allauth.account", action=action, key=key)
