"""How messages travel between processes: through the channel layer, or directly when there is one process."""

import asyncio
import logging
from functools import cache

from channels.layers import get_channel_layer
from django.conf import settings

logger = logging.getLogger("realtime.transport")

PROCESSES = "processes"  # the group of all hubs


class LocalTransport:
    """All hubs live in this process: a call into their loops. The in-memory channel layer would lose what exceeds its capacity."""

    is_local = True

    def __init__(self):
        self._hubs = set()

    def send_now(self, group, message):
        for hub in list(self._hubs):
            try:
                hub.loop.call_soon_threadsafe(hub.receive, group, message)
            except RuntimeError:  # The loop has been closed: its hub is gone.
                self._hubs.discard(hub)

    async def start(self, hub):
        self._hubs.add(hub)

    async def join(self, hub, group):
        pass

    async def leave(self, hub, group):
        pass


class LayerTransport:
    """Redis pub/sub through channels-redis. Each hub has one channel in the layer and one loop that receives from it."""

    is_local = False
    join_seconds = 1.0

    async def send(self, messages):
        """Send these (group, message, alone): each to its group, or where they are many in one message to all hubs.

        What a message costs on its way through Redis is the way, not what it holds. Those that go alone go first.
        """
        sent = [(group, message) for group, message, alone in messages if alone]
        together = [(group, message) for group, message, alone in messages if not alone]
        sent += together if len(together) <= 1 else [(PROCESSES, {"type": "many", "messages": together})]
        for group, message in sent:
            await get_channel_layer().group_send(group, {"group": group, **message})

    async def start(self, hub):
        layer = get_channel_layer()
        hub.channel = await asyncio.wait_for(layer.new_channel(), self.join_seconds)
        hub.receiving = hub.loop.create_task(self._receive_all(layer, hub))

    async def join(self, hub, group):
        await asyncio.wait_for(get_channel_layer().group_add(group, hub.channel), self.join_seconds)

    async def leave(self, hub, group):
        await asyncio.wait_for(get_channel_layer().group_discard(group, hub.channel), self.join_seconds)

    async def _receive_all(self, layer, hub):
        """Never cancelled while the hub lives: cancelling a layer's receive destroys its channel."""
        while True:
            try:
                message = await layer.receive(hub.channel)
                hub.receive(message.pop("group"), message)
            except Exception:
                logger.exception("A message from the channel layer could not be handled")
                await asyncio.sleep(0.1)


@cache
def current():
    """The transport of this process: direct without Redis, since then there is only one process."""
    backend = settings.CHANNEL_LAYERS["default"]["BACKEND"]
    return LocalTransport() if backend.endswith("InMemoryChannelLayer") else LayerTransport()
