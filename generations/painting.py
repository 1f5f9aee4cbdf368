"""The work of an image: ask a backend, show how far it is, keep what comes, know what went wrong."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

from django.utils import timezone

from generations import asking, developing
from generations.backends import Done, Refused
from generations.easel import Easel
from generations.models import Generation
from jobs.kinds import Failed, works
from jobs.rounds import to_its_end

TOTAL_SECONDS = 6 * 3600  # waiting in a provider's own line counts too; backends are less patient with the rest


@works(Generation)
async def make_image(generation):
    """Ends with the files of the image kept; raises Failed with words for the person."""
    try:
        await _make(generation)
    except Refused as refused:
        generation.code, generation.may_cost = refused.code, refused.may_cost
        if refused.retry_after is not None:
            generation.retry_at = timezone.now() + timedelta(seconds=refused.retry_after)
        raise Failed(str(refused)) from None


async def _make(generation):
    generation.was_asked = False
    asked = await to_its_end(asking.prepare, generation)
    generation.was_asked = True
    easel = Easel(generation)
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            done = await _last_of(asked, easel)
        await easel.show_result(done.image)
    except TimeoutError:
        raise Refused(f"It took longer than {TOTAL_SECONDS // 3600} hours.", "timeout", may_cost=True) from None
    finally:
        await easel.close()
    _take(generation, done)
    await to_its_end(_keep, generation, done.image)


async def _last_of(asked, easel):
    """Show what the backend says until it is done. Returns the last event."""
    async with aclosing(asked.events()) as events:
        async for event in events:
            if easel.failure:
                raise easel.failure
            if isinstance(event, Done):
                return event
            easel.take(event)
    raise Refused("The provider ended without an image.", "broken", may_cost=True)


def _take(generation, done):
    generation.progress = 100
    generation.note, generation.scene = done.note[:2_000], list(done.scene)
    generation.tokens_in, generation.tokens_out = done.tokens_in, done.tokens_out
    generation.first_at = generation.first_at or timezone.now()
    if done.seed is not None:
        generation.seed = done.seed


def _keep(generation, content):
    try:
        generation.keep_files(developing.developed(content))
    except developing.Undevelopable as wrong:
        raise Refused(str(wrong), "malformed", may_cost=True) from None
