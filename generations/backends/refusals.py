"""What went wrong with an image, in words for the person who wished for it."""

import logging
import re
from contextlib import aclosing
from functools import wraps

from generations.backends import Progress, Refused
from generations.backends.patience import in_time
from generations.backends.wire import CONNECT_SECONDS, LARGEST_IMAGE, MIB, TooLarge
from settings_sync.providers import failures
from settings_sync.providers.events import Malformed

logger = logging.getLogger("generations.backends")

UNSAFE = re.compile(r"moderation_blocked|content_policy|content_filter|safety system|safety_violation", re.I)
NO_MEMORY = re.compile(r"out ?of ?memory|allocation on device", re.I)


def in_words(images):
    """Make a generator of events a backend: whatever it raises comes out as `Refused`, and leaves its frames behind."""

    @wraps(images)
    async def generate(wish, credential):
        refusal, has_begun = None, False
        try:
            async with aclosing(images(wish, credential)) as events, aclosing(in_time(events, wish)) as timely:
                async for event in timely:
                    has_begun = has_begun or isinstance(event, Progress)
                    yield event
        except Exception as error:
            refusal = refused(error, wish, credential)
        if refusal is not None:
            refusal.may_cost = refusal.may_cost or has_begun
            raise refusal

    return generate


def refused(error, wish, key):
    """A new Refused for whatever a backend met. `error` may hold the key; nothing of it goes further but scrubbed words."""
    if isinstance(error, Refused):
        return Refused(str(error), error.code, error.retry_after, error.may_cost)
    logger.info("%s did not draw: %s", wish.provider, type(error).__name__)
    if isinstance(error, TooLarge):
        words = f"{wish.provider} sent more than an image may have ({LARGEST_IMAGE // MIB} MB). Ask for a smaller one."
        return Refused(words, "malformed", may_cost=True)
    if isinstance(error, Malformed):
        return malformed(wish)
    return _from(failures.unreached(error, wish, CONNECT_SECONDS)) or broken(wish)


def by_answer(answer, wish, key, body=None):
    """The Refused for an answer that is none. `body` is what it says, where that is not `{"error": {"message"}}`."""
    body = answer.json if body is None else body
    text = failures.text_of(body, key)
    if answer.status < 500 and UNSAFE.search(text):
        return unsafe(wish)
    if NO_MEMORY.search(text):
        return no_memory(wish)
    if answer.status == 404 and not wish.model:
        return misplaced(wish)
    return _from(failures.by_status(answer.status, answer.headers, body, wish, key))


def by_event(error, wish, key):
    """The Refused for an error that the backend told in the middle of its work, as text or as `{"message", "code"}`."""
    text = failures.text_of({"error": error}, key)
    if UNSAFE.search(text):
        return unsafe(wish)
    if NO_MEMORY.search(text):
        return no_memory(wish)
    said = failures.said_in({"error": error}, key)
    return Refused(f"{wish.provider} could not finish this image" + (f": “{said}”" if said else ". Retry."), "broken")


def unsafe(wish):
    words = f"{wish.provider} does not draw this: its own rules are against it. Change the prompt."
    return Refused(words, "unsafe")


def no_memory(wish):
    return Refused(f"{wish.provider} has not enough memory for an image of this size. Ask for a smaller one.")


def misplaced(wish):
    return Refused(f"Nothing that draws is at the address of {wish.provider}. The operator can correct it.", "unavailable")


def stopped(wish):
    return Refused(f"Somebody stopped this image at {wish.provider}. Retry.")


def broken(wish):
    return Refused(f"{wish.provider} broke off in the middle. Retry.", "broken", may_cost=True)


def malformed(wish):
    words = f"{wish.provider} answered, but not with an image. Its address may be wrong, or the model draws none."
    return Refused(words, "malformed", may_cost=True)


def _from(failure):
    return failure and Refused(failure.words, failure.code, failure.retry_after)
