"""Secrets at rest: sealed with AES-256-GCM under the newest of `settings.SECRETS_KEYS`, each bound to what it belongs to."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORM = 1  # of what is stored: form, length of the key's id, the id, the nonce, the ciphertext with its tag
NONCE_BYTES = 12


class Unsealable(Exception):
    """What is stored cannot be opened; `str()` says why in words that hold no secret."""


def seal(text: str, *bound_to) -> bytes:
    """Encrypt `text`. It opens only with the same `bound_to` (strings or numbers: purpose, user, provider, origin …)."""
    key_id = newest_key_id()
    head = bytes([FORM, len(key_id)]) + key_id.encode()
    nonce = secrets.token_bytes(NONCE_BYTES)
    return head + nonce + AESGCM(settings.SECRETS_KEYS[key_id]).encrypt(nonce, text.encode(), _bond(head, bound_to))


def unseal(sealed: bytes, *bound_to) -> str:
    """The text again. Raises `Unsealable` where the key is gone, the bytes were changed, or they belong elsewhere."""
    head, body = _parts(sealed)
    key = settings.SECRETS_KEYS.get(key_id_of(sealed))
    if key is None:
        raise Unsealable(f"It was sealed with the key {key_id_of(sealed)}, which SECRETS_KEYS does not have any more.")
    try:
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _bond(head, bound_to)).decode()
    except (InvalidTag, ValueError) as error:
        raise Unsealable("It was changed, or it was sealed for something else.") from error


def key_id_of(sealed: bytes) -> str:
    """Under which key this was sealed, whether or not we still have it."""
    return _parts(sealed)[0][2:].decode()


def newest_key_id() -> str:
    """The key that new secrets are sealed with."""
    return next(iter(settings.SECRETS_KEYS))


def _parts(sealed):
    sealed = bytes(sealed)  # PostgreSQL hands out memoryviews
    if (
        len(sealed) < 2
        or sealed[0] != FORM
        or len(sealed) < 2 + sealed[1] + NONCE_BYTES
        or not sealed[2 : 2 + sealed[1]].isascii()
    ):
        raise Unsealable("It is not in the form in which this site stores secrets.")
    return sealed[: 2 + sealed[1]], sealed[2 + sealed[1] :]


def _bond(head, bound_to):
    """JSON keeps ("a", "bc") and ("ab", "c") apart."""
    return head + json.dumps([str(part) for part in bound_to]).encode()


@dataclass(frozen=True)
class Store:
    """Where sealed secrets are kept: `key_ids()` gives the set of keys in use, `reseal()` moves its rows to the newest.

    `reseal` locks and saves one row at a time (the site is running), and returns how many it moved and how many it could not open.
    `forget(key_id)` deletes what was sealed with a key that is lost for good, and returns how many.
    """

    name: str
    key_ids: Callable[[], set[str]]
    reseal: Callable[[], tuple[int, int]]
    forget: Callable[[str], int] | None = None


stores: dict[str, Store] = {}


def store(name, key_ids, reseal, forget=None):
    """Register a place where sealed secrets are kept, in `ready()`; `rotate_secrets` goes through all of `stores`."""
    stores[name] = Store(name, key_ids, reseal, forget)
