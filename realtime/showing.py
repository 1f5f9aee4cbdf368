import asyncio
import logging

from channels.db import database_sync_to_async

from realtime import presence
from realtime.outbox import text_event

logger = logging.getLogger("realtime.presence")

COALESCE_SECONDS = 0.1


class Showing:
    """Shows the sockets of this hub who is in their rooms. Reads the leases afresh each time, so no message order matters."""

    def __init__(self, hub):
        self.hub = hub
        self._shown = {}  # room → the last event
        self._due = set()
        self._one_at_a_time = asyncio.Lock()
        self._tasks = set()

    def refresh(self, room):
        """Look at the room again, soon and once for all who ask meanwhile."""
        if room in self._due or f"room.{room}" not in self.hub.groups:
            return
        self._due.add(room)
        self.hub.loop.call_later(COALESCE_SECONDS, self._begin, room)

    def refresh_all(self):
        for group in tuple(self.hub.groups):
            if group.startswith("room."):
                self.refresh(group.removeprefix("room."))

    def look_again(self):
        """Somebody looks different: said also where none of the few faces changed, for the list of everybody may be open."""
        self._shown.clear()
        self.refresh_all()

    def welcome(self, socket, room):
        """A socket that just entered sees what the others see."""
        if event := self._shown.get(room):
            socket.outbox.put(event, key=f"room.{room}")
        self.refresh(room)

    def left(self, room):
        """Somebody left cleanly: look again when the grace period is over."""
        self.hub.loop.call_later(presence.GRACE_SECONDS + 0.1, self.refresh, room)

    def _begin(self, room):
        self._due.discard(room)
        task = self.hub.loop.create_task(self._show(room))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _show(self, room):
        async with self._one_at_a_time:
            try:
                message = await database_sync_to_async(presence.snapshot, thread_sensitive=False)(room)
            except Exception as error:
                return logger.warning("Who is in %s could not be read: %r", room, error)
            event = text_event(message)
            if event != self._shown.get(room):
                self._shown[room] = event
                for socket in tuple(self.hub.groups.get(f"room.{room}", ())):
                    socket.outbox.put(event, key=f"room.{room}")
            if f"room.{room}" not in self.hub.groups:
                self._shown.pop(room, None)
