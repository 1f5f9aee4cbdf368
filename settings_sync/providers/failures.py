"""What a provider's refusals and failures are called, and what to do about each.

`asked` is whatever a backend was asked: something with the `provider`'s name and the `model`.
"""

import re
import ssl
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from django.utils import timezone

from settings_sync.providers.scrubbing import scrub

LONGEST_WAIT = 24 * 3600  # seconds that we believe of a Retry-After
NO_CREDIT = re.compile(r"insufficient_quota|credit balance|billing|payment", re.I)


@dataclass(frozen=True)
class Failure:
    """Words for the person, what it is in one word, and when to come back, in seconds."""

    words: str
    code: str = "refused"
    retry_after: float | None = None


def by_status(status, headers, body, asked, key):
    """The Failure in an answer that is none; `body` is its parsed JSON, or None."""
    name, said = asked.provider, said_in(body, key)
    quoted = f" It says: “{said}”" if said else ""
    wait = _seconds(headers.get("retry-after", ""))
    if status == 402 or (status in (400, 403, 429) and NO_CREDIT.search(text_of(body, key))):
        return Failure(f"The account at {name} has no credit left.{quoted}", "credit")
    if status == 401:
        return Failure(f"{name} does not take the key. Check it in Settings, Providers, then retry.", "key")
    if status == 404:
        return Failure(f"{name} does not know the model {asked.model}. Choose another one, then retry.{quoted}", "model")
    if status == 429:
        return Failure(f"{name} takes no more requests at the moment. Retry {_when(wait)}.", "limit", wait)
    if status >= 500:
        return Failure(f"{name} has a problem of its own ({status}). Retry {_when(wait)}.", "unavailable", wait)
    if 300 <= status < 400:
        return Failure(f"{name} is not at its address any more. The operator can correct it; nothing was sent elsewhere.")
    return Failure(f"{name} refused this ({status}).{quoted}")


def unreached(error, asked, connect_seconds):
    """The Failure where no connection came about within `connect_seconds`, or None where one did."""
    causes = list(causes_of(error))
    names = {type(cause).__name__ for cause in causes}
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Failure(f"The certificate of {asked.provider} is not one to trust. Nothing was sent.", "unavailable")
    if "ConnectTimeout" in names:
        return Failure(f"{asked.provider} did not take the call within {connect_seconds} seconds. Retry.", "unavailable")
    if "ConnectError" in names:
        words = f"Nothing answers at the address of {asked.provider}. It may be switched off. Retry when it is back."
        return Failure(words, "unavailable")
    return None


def causes_of(error):
    """The error and what led to it; HTTP clients wrap what the system said, and SDKs wrap those."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def text_of(body, key):
    """All that it calls the error: its words and codes."""
    return f"{said_in(body, key)} {_code(body)}"


def said_in(body, key):
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
