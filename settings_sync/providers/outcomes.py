"""What a provider's answer means, in words for the person who asked."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from settings_sync.providers.scrubbing import is_clean, scrub

MOST_MODELS = 2000
LONGEST_ID = 200


@dataclass(frozen=True)
class Outcome:
    """Whether the connection works, words for it, the models that were listed as (id, label), and of some {id: its context}."""

    good: bool
    words: str
    models: list = field(default_factory=list)
    contexts: dict = field(default_factory=dict)  # in tokens


def outcome_of(kind, status, headers, body, key):
    """Read an answer. Nothing of the key is in what this returns, whatever the provider sent."""
    data = _parsed(body)
    if status == HTTPStatus.OK:
        return _listed(kind, data, key)
    said = scrub(_message_in(data), key)
    words = _words_for(status, headers)
    return Outcome(False, f"{words} It says: “{said}”" if said else words)


def _listed(kind, data, key):
    try:
        models = [pair for pair in kind.read(data) if _is_usable(pair, key)]
        contexts = kind.contexts(data)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError):
        return Outcome(False, "Something answered, but not with a list of models. The address may be wrong.")
    models = [list(pair) for pair in models[:MOST_MODELS]]
    if not models:
        return Outcome(True, "Connected. It lists no models yet.")
    words = f"Connected. It lists {len(models):,} model{'s'[: len(models) > 1]}."
    return Outcome(True, words, models, {name: contexts[name] for name, _ in models if name in contexts})


def _is_usable(pair, key):
    return all(
        isinstance(text, str) and 0 < len(text) <= LONGEST_ID and text.isprintable() and is_clean(text, key) for text in pair
    )


def _words_for(status, headers):
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"It refused the key ({status})."
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        return f"Nothing that lists models is there ({status}). The address may be wrong."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return f"Too many requests ({status}).{_wait(headers)}"
    if 300 <= status < 400:
        return f"It sends elsewhere ({status}), and keys are not sent on. The address may be wrong."
    if status >= 500:
        return f"It has trouble of its own ({status}). Try again later."
    return f"It answered with {status}."


def _wait(headers):
    seconds = headers.get("Retry-After", "").strip()
    return (
        f" Try again in {int(seconds)} s."
        if seconds.isascii() and seconds.isdigit() and len(seconds) < 7
        else " Try again later."
    )


def _parsed(body):
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _message_in(data):
    """The text of an error, in the places where the kinds put it."""
    error = data.get("error", data) if isinstance(data, dict) else None
    found = [error] if isinstance(error, str) else []
    if isinstance(error, dict):
        found = [error.get(name) for name in ("message", "detail", "error")]
    return next((text for text in found if isinstance(text, str)), "")
