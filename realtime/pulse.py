import asyncio
import logging
import time

from realtime import leases, presence
from realtime.outbox import text_event

logger = logging.getLogger("realtime.pulse")

PING_SECONDS = 10
SOCKET_LEASE_SECONDS = 25

_ping = text_event({"type": "ping"})


class Pulse:
    """Asks every tab for a sign of life each 10 s, and renews the leases of those that gave one, from when they gave it.

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
        held = [lease for socket in self.hub.sockets for lease in _leases_of(socket)]
        for socket in tuple(self.hub.sockets):
            socket.answered_at = None
            socket.outbox.put(_ping, key="ping")
        if held:
            await asyncio.to_thread(_renew, held)


def _leases_of(socket):
    if socket.answered_at is None or socket.user_id is None:
        return []
    ago = time.monotonic() - socket.answered_at
    rooms = [presence.lease(room, socket.user_id, socket.tab, ago) for room in socket.rooms]
    return [*rooms, (f"sockets.{socket.session}", socket.id, SOCKET_LEASE_SECONDS - ago)]


def _renew(held):
    leases.current().renew(held)
