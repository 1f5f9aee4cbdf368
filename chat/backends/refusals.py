"""What a provider's refusals and failures are called, and what to do about each."""

import logging
import re
from contextlib import aclosing
from functools import wraps

from chat.backends import Refused
from chat.backends.connections import CONNECT_SECONDS
from settings_sync.providers import failures
from settings_sync.providers.events import Malformed

logger = logging.getLogger("chat.backends")

TOO_LONG = re.compile(
    r"context_length_exceeded|exceed_context|(maximum|max) context|context (length|window|size)|(prompt|input) is too long", re.I
)
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
    return _refused(failures.unreached(error, question, CONNECT_SECONDS)) or broken(question)


def by_status(status, headers, body, question, key):
    """The Refused for an answer that is none."""
    if status == 413 or (status in (400, 422) and TOO_LONG.search(failures.text_of(body, key))):
        return too_long(question)
    return _refused(failures.by_status(status, headers, body, question, key))


def by_event(error, question, key):
    """The Refused for an error that came in the middle of the stream."""
    if TOO_LONG.search(failures.text_of({"error": error}, key)):
        return too_long(question)
    said = failures.said_in({"error": error}, key)
    words = f"{question.provider} broke off with an error" + (f": “{said}”" if said else ".")
    return Refused(f"{words} {AFTER}", "broken")


def broken(question):
    return Refused(f"{question.provider} broke off in the middle. {AFTER}", "broken")


def malformed(question):
    return Refused(f"{question.provider} sent something that cannot be read. {AFTER} The address may be wrong.", "malformed")


def too_long(question):
    words = f"This is more than {question.model} can read at once. Shorten it, start a new conversation or choose another model."
    return Refused(words, "too_long")


def _refused(failure):
    return failure and Refused(failure.words, failure.code, failure.retry_after)
