"""What a provider's refusals and failures are called, and what to do about each."""

import logging
import re
import ssl
from contextlib import aclosing
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import wraps

from django.utils import timezone

from chat.backends import Refused
from chat.backends.connections import CONNECT_SECONDS, Malformed
from settings_sync.providers.scrubbing import scrub

logger = logging.getLogger("chat.backends")

LONGEST_WAIT = 24 * 3600  # seconds that we believe of a Retry-After
TOO_LONG = re.compile(
    r"context_length_exceeded|exceed_context|(maximum|max) context|context (length|window|size)|(prompt|input) is too long", re.I
)
NO_CREDIT = re.compile(r"insufficient_quota|credit balance|billing|payment", re.I)
AFTER = "What came so far is kept."


def in_words(pieces):
    """Make a generator of pieces a backend: whatever it raises comes out as `Refused`, and leaves its frames behind."""

    @wraps(pieces)
    async def stream(question, credential):
        try:
            async with aclosing(pieces(question, credential)) as each:
                async for piece in each:
                    yield piece
        except Exception as error:
            raise refused(error, question, credential) from None

    return stream


def refused(error, question, key):
    """The Refused for whatever a backend met. `error` may hold the key; nothing of it goes further but scrubbed words."""
    if isinstance(error, Refused):
        return error
    logger.info("%s did not answer: %s", question.provider, type(error).__name__)
    response = getattr(error, "response", None)
    if response is not None and hasattr(error, "status_code"):
        return by_status(error.status_code, response.headers, getattr(error, "body", None), question, key)
    if isinstance(error, Malformed):
        return malformed(question)
    return _unreached(error, question) or broken(question)


def by_status(status, headers, body, question, key):
    """The Refused for an answer that is none."""
    name, said = question.provider, _said(body, key)
    quoted = f" It says: “{said}”" if said else ""
    text = f"{said} {_code(body)}"
    wait = _seconds(headers.get("retry-after", ""))
    if status == 413 or (status in (400, 422) and TOO_LONG.search(text)):
        return too_long(question)
    if status == 402 or (status in (400, 403, 429) and NO_CREDIT.search(text)):
        return Refused(f"The account at {name} has no credit left.{quoted}", "credit")
    if status == 401:
        return Refused(f"{name} does not take the key. Check it in Settings, Providers, then retry.", "key")
    if status == 404:
        return Refused(f"{name} does not know the model {question.model}. Choose another one, then retry.{quoted}", "model")
    if status == 429:
        return Refused(f"{name} takes no more requests at the moment. Retry {_when(wait)}.", "limit", wait)
    if status >= 500:
        return Refused(f"{name} has a problem of its own ({status}). Retry {_when(wait)}.", "unavailable", wait)
    if 300 <= status < 400:
        return Refused(f"{name} is not at its address any more. The operator can correct it; nothing was sent elsewhere.")
    return Refused(f"{name} refused this ({status}).{quoted}")


def by_event(error, question, key):
    """The Refused for an error that came in the middle of the stream."""
    text = f"{_said({'error': error}, key)} {_code({'error': error})}"
    if TOO_LONG.search(text):
        return too_long(question)
    said = _said({"error": error}, key)
    words = f"{question.provider} broke off with an error" + (f": “{said}”" if said else ".")
    return Refused(f"{words} {AFTER}", "broken")


def broken(question):
    return Refused(f"{question.provider} broke off in the middle. {AFTER}", "broken")


def malformed(question):
    return Refused(f"{question.provider} sent something that cannot be read. {AFTER} The address may be wrong.", "malformed")


def too_long(question):
    words = f"This is more than {question.model} can read at once. Shorten it, start a new conversation or choose another model."
    return Refused(words, "too_long")


def _unreached(error, question):
    """Where no connection came about."""
    causes = list(_causes(error))
    names = {type(cause).__name__ for cause in causes}
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Refused(f"The certificate of {question.provider} is not one to trust. Nothing was sent.", "unavailable")
    if "ConnectTimeout" in names:
        return Refused(f"{question.provider} did not take the call within {CONNECT_SECONDS} seconds. Retry.", "unavailable")
    if "ConnectError" in names:
        words = f"Nothing answers at the address of {question.provider}. It may be switched off. Retry when it is back."
        return Refused(words, "unavailable")
    return None


def _causes(error):
    """The error and what led to it; the SDKs wrap what their HTTP client raised, and that what the system said."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _said(body, key):
    """The provider's own words, in one line and without the key."""
    error = body.get("error", body) if isinstance(body, dict) else body
    words = error.get("message", "") if isinstance(error, dict) else error
    return scrub(words, key) if isinstance(words, str) and "<" not in words[:200] else ""


def _code(body):
    """What the provider calls it: `code` and `type` of its error."""
    error = body.get("error", body) if isinstance(body, dict) else {}
    return " ".join(str(error.get(name, "")) for name in ("code", "type")) if isinstance(error, dict) else ""


def _seconds(text):
    """A Retry-After in seconds: given as such, or as a date. None where it says nothing.
    https://www.rfc-editor.org/rfc/rfc9110#field.retry-after"""
    try:
        seconds = float(text)
    except ValueError:
        try:
            then = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = (then.replace(tzinfo=then.tzinfo or UTC) - timezone.now()).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else None


def _when(seconds):
    if not seconds:
        return "in a moment"
    return f"in {seconds:.0f} seconds" if seconds < 120 else f"in {seconds / 60:.0f} minutes"
