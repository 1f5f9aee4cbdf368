import asyncio
import logging

from realtime import leases, presence
from realtime.outbox import text_event

logger = logging.getLogger("realtime.pulse")

PING_SECONDS = 10
SOCKET_LEASE_SECONDS = 25

_ping = text_event({"type": "ping"})


class Pulse:
    """Asks every tab for a sign of life each 10 s, and renews the leases of those that gave one.

    The server asks, because the timers of a hidden tab sleep while its onmessage does not.
    """

    def __init__(self, hub):
        self.hub = hub

    async def run(self):
        while True:
            await asyncio.sleep(PING_SECONDS)
            try:
                await self.once()
            except Exception:
                logger.warning("Leases could not be renewed", exc_info=True)

    async def once(self):
        alive = [socket for socket in self.hub.sockets if socket.alive and socket.user_id is not None]
        for socket in alive:
            socket.alive = False
        for socket in tuple(self.hub.sockets):
            socket.outbox.put(_ping, key="ping")
        if alive:
            await asyncio.to_thread(_renew, [held for socket in alive for held in _rooms_of(socket)], _keys_of(alive))


def _rooms_of(socket):
    return [(room, socket.user_id, socket.tab) for room in socket.rooms]


def _keys_of(sockets):
    return [(f"sockets.{socket.session}", socket.id) for socket in sockets]


def _renew(rooms, keys):
    presence.renew(rooms)
    leases.current().renew(keys, SOCKET_LEASE_SECONDS)
