"""Steps of the runner's loop: in threads where they query, again and again where they fail."""

import asyncio
import logging

from channels.db import database_sync_to_async

logger = logging.getLogger("jobs")


async def in_thread(function, *arguments):
    return await database_sync_to_async(function, thread_sensitive=False)(*arguments)


async def to_its_end(function, *arguments):
    """A step in a thread cannot be broken off: who cancels waits for it, however often they do, so that nothing comes after the end."""
    step, cancelled = asyncio.ensure_future(in_thread(function, *arguments)), None
    while not step.done():
        try:
            await asyncio.wait([step])
        except asyncio.CancelledError as asked:
            cancelled = asked
    if cancelled is not None:
        step.exception()  # nobody asks for it any more
        raise cancelled
    return step.result()


async def quietly(step):
    """A failure costs this round only."""
    try:
        await step()
    except Exception:
        logger.warning("A round of the job runner failed, trying again", exc_info=True)


async def every(seconds, step):
    while True:
        await asyncio.sleep(seconds)
        await quietly(step)
