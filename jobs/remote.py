"""Hears in this process that another one has something to do, through the channel layer."""

import asyncio
import logging

from channels.layers import get_channel_layer
from django.conf import settings

from jobs.wake import GROUP

logger = logging.getLogger("jobs")

RETRY_SECONDS = 3


async def hear(runner):
    """Wake the runner at every message of the group, for as long as the task lives. In one process there is nothing to hear."""
    if settings.CHANNEL_LAYERS["default"]["BACKEND"].endswith("InMemoryChannelLayer"):
        return
    while True:
        try:
            await _hear(get_channel_layer(), runner)
        except Exception as error:
            runner.is_hearing = False
            logger.warning("Workers cannot be woken now and look once a second: %r", error)
            await asyncio.sleep(RETRY_SECONDS)


async def _hear(layer, runner):
    channel = await layer.new_channel()
    await layer.group_add(GROUP, channel)
    runner.is_hearing = True
    runner.wake(cancelled=True)  # for what was said while nobody listened
    while True:
        message = await layer.receive(channel)
        runner.wake(message["kind"], message["cancelled"])
