"""How long an image may take: until something is heard of it, between two events, and in all."""

import asyncio

from generations.backends import Progress, Refused

FIRST_SECONDS = 300  # some say nothing before the image is there
BETWEEN_SECONDS = 300
QUEUE_SECONDS = 4 * 3600  # in the line of the other side, as long as it says so
TOTAL_SECONDS = 1800  # from the first progress on


async def in_time(events, wish):
    """The events of a backend. Raises Refused where they take too long; the backend is cancelled then."""
    clock = asyncio.get_running_loop().time
    has_begun, seconds, end = False, FIRST_SECONDS, clock() + QUEUE_SECONDS
    while True:
        left = end - clock()
        event = await _next(events, min(seconds, left), _words(wish, seconds, left))
        if event is None:
            return
        yield event
        seconds = BETWEEN_SECONDS
        if isinstance(event, Progress) and not has_begun:
            has_begun, end = True, clock() + TOTAL_SECONDS


async def _next(events, seconds, words):
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            return await anext(events, None)
    except TimeoutError:
        if not limit.expired():
            raise
        raise Refused(words, "timeout", may_cost=True) from None


def _words(wish, seconds, left):
    if left < seconds:
        return f"{wish.provider} took too long for this image, so it was stopped. Retry, or ask for a smaller one."
    return f"{wish.provider} sent nothing for {seconds:g} seconds. Retry."
