"""What a page sends to save: read from JSON, refused with words when it is not that."""

import json
import re
from dataclasses import dataclass
from uuid import UUID

LARGEST_BODY = 65_536  # bytes; also what a browser still sends while its page closes
KEY = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)
LARGEST_VERSION = 2**31 - 1


class Malformed(Exception):
    """The body is not a save. The text says what is wrong with it."""


@dataclass(frozen=True)
class Save:
    """One mutation: whose it is, its id, and {key: {"value", "base_version"}}."""

    user_id: int
    mutation_id: UUID
    changes: dict

    @classmethod
    def read(cls, body):
        """Parse the bytes of a request; raises Malformed."""
        data = _object(_parse(body), "A save")
        return cls(_user_id(data), _mutation_id(data), changes_of(data))


def _parse(body):
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("The body is not JSON.") from None


def _no_constant(name):
    raise ValueError(f"{name} is not a number")


def _object(value, what):
    if not isinstance(value, dict):
        raise Malformed(f"{what} is a JSON object.")
    return value


def _user_id(data):
    if type(data.get("user")) is not int:
        raise Malformed("user is the number of the person whose settings these are.")
    return data["user"]


def _mutation_id(data):
    try:
        return UUID(data["mutation_id"])
    except (KeyError, ValueError, AttributeError, TypeError):
        raise Malformed("mutation_id is a UUID.") from None


def changes_of(data):
    """{key: {"value", "base_version"}} of a save; raises Malformed."""
    changes = _object(data.get("changes"), "changes")
    return {_key(key): _change(key, change) for key, change in changes.items()}


def _key(key):
    if not KEY.fullmatch(key):
        raise Malformed("The keys of changes are names of settings.")
    return key


def _change(key, change):
    change = _object(change, f"The change of {key}")
    base = change.get("base_version")
    if "value" not in change or type(base) is not int or not 0 <= base <= LARGEST_VERSION:
        raise Malformed(f"The change of {key} needs a value and the base_version that it was made on.")
    return {"value": change["value"], "base_version": base}
