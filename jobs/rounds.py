"""Steps of the runner's loop: in threads where they query, again and again where they fail."""

import asyncio
import logging

from channels.db import database_sync_to_async

logger = logging.getLogger("jobs")


async def in_thread(function, *arguments):
    return await database_sync_to_async(function, thread_sensitive=False)(*arguments)


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
