"""How a browser is recognised: a random cookie, kept for a year, that opens nothing by itself."""

import hashlib
import re
from secrets import token_urlsafe

from django.conf import settings
from django.db.models import Q

from accounts.models import KnownDevice

COOKIE = "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"
YEAR = 365 * 24 * 3600  # seconds; counted again from each sign-in


def token_of(request):
    """The hash of this browser's cookie, "" where it has none."""
    value = request.COOKIES.get(COOKIE, "")
    return _hash(value) if re.fullmatch(r"[\w-]{43}", value) else ""


def mark(request, response):
    """Give the browser its cookie, or the same one for another year. Returns the hash."""
    value = request.COOKIES[COOKIE] if token_of(request) else token_urlsafe(32)
    response.set_cookie(COOKIE, value, YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    return _hash(value)


def is_known(request, login):
    """Whether the person with this address has signed in in this browser before."""
    token = token_of(request)
    whose = Q(user__email=login.lower()) | Q(user__emailaddress__email=login.lower())
    return bool(token) and KnownDevice.objects.filter(whose, token=token).exists()


def _hash(value):
    return hashlib.sha256(value.encode()).hexdigest()
