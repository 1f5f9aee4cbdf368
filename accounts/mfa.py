"""Codes as the second step of signing in: their secrets are sealed, in the database as in the session that sets them up."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import sealing

MARK = "sealed:"
SECRETS = ("secret", "seed")  # where allauth keeps them in a row's data


class MFAAdapter(DefaultMFAAdapter):
    """Where this site's codes differ from allauth's."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Codes change every 30 seconds."
    }

    def encrypt(self, text):
        return MARK + base64.b64encode(sealing.seal(text, "mfa")).decode()

    def decrypt(self, encrypted_text):
        return sealing.unseal(_bytes(encrypted_text), "mfa")


def is_sealed(text):
    """Whether this text came out of `encrypt`."""
    return text.startswith(MARK)


def key_ids():
    """The keys under which codes are sealed now."""
    return {_key_id(text) for data in _rows() for text in _sealed_in(data).values()}


def reseal():
    """(moved, unreadable): seal what an older key sealed with the newest one."""
    results = [_reseal(pk) for pk in Authenticator.objects.values_list("pk", flat=True)]
    return results.count("moved"), results.count("unreadable")


@transaction.atomic
def _reseal(pk):
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    old = {name: text for name, text in _sealed_in(row.data if row else {}).items() if _is_old(text)}
    if not old:
        return "current"
    adapter = MFAAdapter()
    try:
        row.data |= {name: adapter.encrypt(adapter.decrypt(text)) for name, text in old.items()}
    except sealing.Unsealable:
        return "unreadable"
    row.save(update_fields=["data"])
    return "moved"


@transaction.atomic
def forget(key_id):
    """Turn two-step sign-in off for those whose secrets were sealed with a key that is lost. Returns how many rows went."""
    rows = Authenticator.objects.all()
    people = {row.user_id for row in rows if any(_key_id(text) == key_id for text in _sealed_in(row.data).values())}
    return rows.filter(user_id__in=people).delete()[0]


def _rows():
    return Authenticator.objects.values_list("data", flat=True).iterator()


def _sealed_in(data):
    return {name: data[name] for name in SECRETS if name in data}


def _is_old(text):
    return _key_id(text) != sealing.newest_key_id()


def _key_id(text):
    return sealing.key_id_of(_bytes(text))


def _bytes(text):
    return base64.b64decode(text.removeprefix(MARK)) if is_sealed(text) else b""
