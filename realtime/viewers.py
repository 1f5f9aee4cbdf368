"""Who is behind a session key, read afresh from the database. Never writes: Django's own get_user would end a
session whose password is being changed in another request."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare


def of(session_keys):
    """{session key: user} for the sessions that are alive and whose person may still come in. Two queries."""
    rows = Session.objects.filter(session_key__in=set(session_keys), expire_date__gt=timezone.now())
    claims = {row.session_key: _store().decode(row.session_data) for row in rows}
    pks = {claim[SESSION_KEY] for claim in claims.values() if SESSION_KEY in claim}
    users = {str(user.pk): user for user in get_user_model()._default_manager.filter(pk__in=pks, is_active=True)}
    found = {key: users.get(claim.get(SESSION_KEY)) for key, claim in claims.items()}
    return {key: user for key, user in found.items() if user is not None and _is_valid(claims[key], user)}


def _is_valid(claim, user):
    if claim.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(claim.get(HASH_SESSION_KEY, ""), known) for known in hashes)


def _store():
    return import_module(settings.SESSION_ENGINE).SessionStore()
