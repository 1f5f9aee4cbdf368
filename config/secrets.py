"""The site's own secrets: from the environment, else from a file that only we can read, made at the first start."""

import base64
import binascii
import json
import os
import re
import stat
import tempfile
import warnings
from secrets import token_bytes, token_urlsafe

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
PLACEHOLDER = re.compile(r"insecure|(change|replace)[-_ ]?me|placeholder|your[-_ ]|example|secret[-_ ]?key", re.I)
HOW = "Generate one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
KEY_FORM = "It is id:key,id:key, newest first, each key 32 random bytes in base64 (openssl rand -base64 32)."


def load(path, env, refuse_placeholders):
    """`SECRET_KEY`, and `SECRETS_KEYS` as {id: 32 bytes}, newest first. Raises ImproperlyConfigured in words."""
    given = {name: env.ENVIRON.get(name, "").strip() for name in ("SECRET_KEY", "SECRETS_KEYS")}
    stored = {} if all(given.values()) else _stored(path)
    secret_key = given["SECRET_KEY"] or stored["SECRET_KEY"]
    keys = _parsed(given["SECRETS_KEYS"] or stored["SECRETS_KEYS"])
    if refuse_placeholders:
        _refuse_placeholders(secret_key, keys)
    return {"SECRET_KEY": secret_key, "SECRETS_KEYS": keys}


def _stored(path):
    if not path.exists():
        _create(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        warnings.warn(f"{path} can be read by other users of this machine. Run: chmod 600 {path}", stacklevel=4)
    try:
        stored = json.loads(path.read_text())
        return {name: str(stored[name]) for name in ("SECRET_KEY", "SECRETS_KEYS")}
    except OSError as error:
        raise ImproperlyConfigured(f"Could not read the secrets in {path}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ImproperlyConfigured(
            f"{path} is damaged. Restore it from a backup: without its keys the stored provider keys cannot be read."
        ) from error


def _create(path):
    """Write new secrets whole, once: of two processes that start together the second takes the first one's."""
    key = base64.b64encode(token_bytes(KEY_BYTES)).decode()
    try:
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
        try:
            with os.fdopen(descriptor, "w") as file:
                json.dump({"SECRET_KEY": token_urlsafe(64), "SECRETS_KEYS": f"k1:{key}"}, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)  # Unlike a rename it fails when the name is taken.
        finally:
            os.unlink(draft)
    except FileExistsError:
        return
    except OSError as error:
        raise ImproperlyConfigured(
            f"Could not write new secrets to {path}: {error.strerror}. "
            "Set DATA_DIR to a folder that can be written, or SECRET_KEY and SECRETS_KEYS in the environment."
        ) from error


def _parsed(text):
    keys = {}
    for entry in text.split(","):
        key_id, _, key = (part.strip() for part in entry.partition(":"))
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", key_id) or key_id in keys:
            raise ImproperlyConfigured(f"SECRETS_KEYS has an id that is missing, odd or repeated. {KEY_FORM}")
        keys[key_id] = _decoded(key_id, key)
    return keys


def _decoded(key_id, key):
    try:
        decoded = base64.b64decode(key.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if len(decoded) != KEY_BYTES:
        raise ImproperlyConfigured(f"The key {key_id} in SECRETS_KEYS is not 32 bytes in base64. {KEY_FORM}")
    return decoded


def _refuse_placeholders(secret_key, keys):
    if len(secret_key) < 50 or len(set(secret_key)) < 10 or PLACEHOLDER.search(secret_key):
        raise ImproperlyConfigured(f"SECRET_KEY is a placeholder or shorter than 50 characters; anybody could guess it. {HOW}")
    for key_id, key in keys.items():
        if len(set(key)) < 10:
            raise ImproperlyConfigured(f"The key {key_id} in SECRETS_KEYS is not random. {KEY_FORM}")
