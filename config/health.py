"""Whether the parts that the site stands on are up."""

import asyncio

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from jobs import waiting

PATIENCE = 3  # seconds


@never_cache
async def healthz(request):
    """200 when everything is up, 503 when one is down; which one stands in the JSON."""
    jobs = {}
    names = ("database", "channel_layer", "workers")
    states = await asyncio.gather(*map(state_of, (database(), channel_layer(), workers(jobs))))
    up = not any(state.startswith("down") for state in states)
    return JsonResponse({"ok": up, **dict(zip(names, states, strict=True)), "jobs": jobs}, status=200 if up else 503)


async def state_of(check):
    """What the check says, or `down` with the kind of failure; the details are in the log, not on a public page."""
    try:
        return await asyncio.wait_for(check, PATIENCE)
    except Exception as failure:
        return f"down: {type(failure).__name__}"


async def database():
    await database_sync_to_async(select_one, thread_sensitive=False)()
    return "up"


def select_one():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


async def channel_layer():
    """The layer takes a message. To a group that nobody joins: a channel of our own would stay behind with each call."""
    await get_channel_layer().group_send("health", {"type": "health"})
    return "up"


async def workers(jobs):
    """Whether somebody is there who does the jobs. None is fine as long as no job waits for one: a site may just have started."""
    jobs |= await database_sync_to_async(waiting.state, thread_sensitive=False)()
    if jobs.pop("in_vain"):
        return "down: jobs wait and no worker is there"
    return "up" if jobs["workers"] else "none"
