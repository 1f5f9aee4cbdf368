"""Asking a backend in a test: all that it tells, or how it refuses."""

import asyncio
from contextlib import aclosing
from uuid import uuid4

import pytest

from generations.backends import Done, Progress, Queued, Refused, Wish

KEY = "sk-images-0123456789abcdefghij"


def wish(server, **changes):
    asked = {"prompt": "a quiet sea at dawn", "width": 1024, "height": 768, "seed": 7, "model": "m", "provider": "Local"}
    return Wish(**{**asked, "address": server.url, "key": str(uuid4()), **changes})


def events_of(generate, wanted, key=KEY):
    async def gather():
        return [event async for event in generate(wanted, key)]

    return asyncio.run(asyncio.wait_for(gather(), 60))


def refusal(generate, wanted, key=KEY):
    with pytest.raises(Refused) as raised:
        events_of(generate, wanted, key)
    return raised.value


def done(events):
    """The end, of which there is one."""
    assert [type(event) for event in events].count(Done) == 1
    assert isinstance(events[-1], Done)
    return events[-1]


def previews(events):
    return [event.preview for event in events if isinstance(event, Progress) and event.preview]


def fractions(events):
    return [event.fraction for event in events if isinstance(event, Progress) and event.fraction is not None]


def positions(events):
    return [event.position for event in events if isinstance(event, Queued)]


async def cancel_when(generate, wanted, kind, key=KEY, is_closed=False):
    """Cancel whoever reads it, or close it, at the first event of this kind."""
    async with aclosing(generate(wanted, key)) as events:
        async for event in events:
            if not isinstance(event, kind):
                continue
            if is_closed:
                break
            asyncio.current_task().cancel()


def cancelled(generate, wanted, kind, is_closed=False):
    """Whether cancelling came through to whoever cancelled."""
    try:
        asyncio.run(asyncio.wait_for(cancel_when(generate, wanted, kind, is_closed=is_closed), 60))
    except asyncio.CancelledError:
        return True
    return False
