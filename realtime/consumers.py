import asyncio
import json
import logging
import time
from collections import deque

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from realtime import admission, presence
from realtime.handshake import Hello, Malformed
from realtime.hub import Hub
from realtime.sessions import signature
from realtime.sockets import Socket

logger = logging.getLogger("realtime.socket")

MOST_BYTES = 64 * 1024
MOST_PER_MINUTE = 100
MOST_WATCHED = 500  # topics; each costs a membership, and a query at every look at its rights
HELLO_SECONDS = 10


class LiveConsumer(AsyncWebsocketConsumer):
    """Authenticates, authorizes, joins and leaves. Frames do not pass through here: the hub hands them to the socket."""

    socket = None

    async def __call__(self, scope, receive, send):
        # Channels would give every connection a channel in the layer, a task for each message and a thread hop
        # before each handler: at a thousand sockets that is most of the cost.
        self.scope, self.base_send, self.received = scope, send, deque(maxlen=MOST_PER_MINUTE)
        try:
            while (event := await receive())["type"] != "websocket.disconnect":
                await (self.open() if event["type"] == "websocket.connect" else self.read(event))
        except asyncio.CancelledError:
            if not (self.socket and self.socket.closed):
                raise
        finally:
            await self.part()

    async def open(self):
        key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        self.hub = await Hub.current()
        self.socket = Socket(self.base_send, key, signature(key))
        self.deadline = self.hub.loop.call_later(HELLO_SECONDS, self.socket.close, 4400)
        self.hub.sockets.add(self.socket)
        await self.accept()

    async def part(self):
        if self.socket is None:
            return
        self.deadline.cancel()
        self.socket.closed = True
        self.hub.sockets.discard(self.socket)
        rooms, self.socket.rooms = self.socket.rooms, set()
        groups = [f"topic.{topic}" for topic in self.socket.topics] + [f"room.{room}" for room in rooms]
        await self.hub.leave(self.socket, groups)
        await asyncio.shield(asyncio.to_thread(admission.part, self.socket, rooms))

    # Reading

    async def read(self, event):
        text = event.get("text") or ""
        if len(text.encode()) > MOST_BYTES or len(event.get("bytes") or b"") > MOST_BYTES:
            return self.socket.close(1009)
        if self.socket.closed or self._is_too_fast():
            return self.socket.close(4408)
        try:
            await self._obey(_parse(text))
        except Malformed as error:
            self.socket.tell({"type": "error", "code": "malformed", "message": str(error)})
        except Exception:
            logger.exception("A message could not be handled")
            self.socket.tell({"type": "error", "code": "failed", "message": "That did not work. The page will try again."})
            self.socket.close(1013)

    async def _obey(self, message):
        kind = message.get("type")
        if kind == "pong":
            self.socket.answered_at = time.monotonic()
        elif kind == "hello" and self.socket.user_id is None:
            await self.watch(message, "welcome")
        elif kind == "watch" and self.socket.user_id is not None:
            await self.watch(message, "watching")
        elif kind == "unwatch" and self.socket.user_id is not None:
            await self.unwatch(Hello.parse_names(message))
        else:
            raise Malformed(f"A {kind!r} message is not expected here.")

    async def watch(self, message, reply):
        """Join first, then authorize, then read the versions; deliver nothing before."""
        hello, socket = Hello.parse(message), self.socket
        new = [topic for topic in hello.topics if topic not in socket.topics]
        if new and len(socket.topics) + len(new) > MOST_WATCHED:
            raise Malformed(f"At most {MOST_WATCHED} topics in one tab.")
        self.deadline.cancel()  # It has introduced itself, however long our answer takes.
        # The old socket of a tab may die after its new one lives, so its leases are not the same.
        socket.tab = socket.tab or f"{hello.tab}.{socket.id}"
        socket.held.update({topic: [] for topic in new})
        socket.topics.update(new)
        await self.hub.join(socket, [f"topic.{topic}" for topic in new])
        checks = self.hub.doorman.checks
        answer = await database_sync_to_async(admission.admit, thread_sensitive=False)(socket, hello)
        if isinstance(answer, int):
            return socket.close(answer)
        await self._settle(hello, answer, reply)
        if self.hub.doorman.checks != checks:  # Rights changed while we read them.
            await self.hub.doorman.check([socket])

    async def _settle(self, hello, answer, reply):
        socket = self.socket
        if answer.reload:
            return socket.tell({"type": "reload", "reason": answer.reload})
        socket.epoch = socket.epoch or answer.epoch
        refused = set(hello.topics) - set(answer.versions)
        socket.topics -= refused
        for topic in refused:
            socket.held.pop(topic, None)
        for topic, version in answer.versions.items():
            self.hub.told(topic, version)
        socket.tell({"type": reply, "stale": answer.stale, "gone": answer.gone})
        for topic in answer.versions:
            socket.release(topic)
        await self.hub.leave(socket, [f"topic.{topic}" for topic in refused])
        await self._enter(answer.rooms)

    async def _enter(self, rooms):
        self.socket.rooms.update(rooms)
        await self.hub.join(self.socket, [f"room.{room}" for room in rooms])
        for room in rooms:
            self.hub.showing.welcome(self.socket, room)

    async def unwatch(self, names):
        socket = self.socket
        topics, rooms = names & socket.topics, names & socket.rooms
        socket.topics -= topics
        socket.rooms -= rooms
        await self.hub.leave(socket, [f"topic.{t}" for t in topics] + [f"room.{r}" for r in rooms])
        for room in rooms:
            await asyncio.to_thread(presence.leave, room, socket.user_id, socket.tab)

    def _is_too_fast(self):
        now = time.monotonic()
        too_fast = len(self.received) == MOST_PER_MINUTE and now - self.received[0] < 60
        self.received.append(now)
        return too_fast


def _parse(text):
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("That message is not JSON.") from None
    if not isinstance(message, dict):
        raise Malformed("A message is a JSON object with a type.")
    return message
