"""Which of SECRETS_KEYS are in use, and whether one that is in use is missing."""

from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError

from accounts.sealing import stores

WORDS = (
    "SECRETS_KEYS does not have the key {id}, but {what} in the database are sealed with it and cannot be read. "
    "Put it back after the newest one (it is in a backup of your environment or of secrets.json) and start again; "
    "`manage.py rotate_secrets` tells when it may go. If it is lost for good: `manage.py rotate_secrets --forget {id}`."
)


def in_use():
    """{id of a key: names of the stores that have rows sealed with it}."""
    used = {}
    for store in stores.values():
        for key_id in store.key_ids():
            used.setdefault(key_id, []).append(store.name)
    return used


def missing():
    """Words for each key that rows need and SECRETS_KEYS lacks."""
    lost = {key_id: names for key_id, names in in_use().items() if key_id not in settings.SECRETS_KEYS}
    return [WORDS.format(id=key_id, what=" and ".join(names)) for key_id, names in lost.items()]


def check_keys(databases=None, **kwargs):
    """For `manage.py check --database default` and `migrate`. A database without our tables has no such rows."""
    try:
        return [Error(words, id="lockstep.E001") for words in missing()] if databases else []
    except DatabaseError:
        return []
