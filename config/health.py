"""Whether the parts that the site stands on are up."""

import asyncio

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

PATIENCE = 3  # seconds


@never_cache
async def healthz(request):
    """200 when everything is up, 503 when one is down; which one stands in the JSON."""
    names = ("database", "channel_layer")
    states = await asyncio.gather(state_of(database()), state_of(channel_layer()))
    up = all(state == "up" for state in states)
    return JsonResponse({"ok": up, **dict(zip(names, states, strict=True))}, status=200 if up else 503)


async def state_of(check):
    """`up`, or `down` with the kind of failure; the details are in the log, not on a public page."""
    try:
        await asyncio.wait_for(check, PATIENCE)
    except Exception as failure:
        return f"down: {type(failure).__name__}"
    return "up"


async def database():
    await database_sync_to_async(select_one, thread_sensitive=False)()


def select_one():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


async def channel_layer():
    """The layer takes a message. To a group that nobody joins: a channel of our own would stay behind with each call."""
    await get_channel_layer().group_send("health", {"type": "health"})
