import asyncio
import secrets
import time

from realtime.outbox import Outbox, text_event

MOST_HELD = 64

REASONS = {
    4400: "The connection did not introduce itself in time",
    4401: "Signed out",
    4403: "Not allowed here",
    4408: "Too many messages, slow down",
    4409: "Too many open tabs",
    1009: "Message too large",
    1013: "Too slow to keep up",
}


class Socket:
    """One tab's connection: whose it is, what it watches, and what waits to be sent."""

    __slots__ = (
        *("id", "session_key", "session", "user_id", "tab", "epoch", "topics", "rooms"),
        *("held", "closed", "answered_at", "outbox", "_send", "_task"),
    )

    def __init__(self, send, session_key, session):
        self._send, self._task = send, asyncio.current_task()
        self.outbox = Outbox(send, self._give_up)
        self.id = secrets.token_hex(6)
        self.session_key, self.session = session_key, session
        self.user_id, self.tab = None, ""
        self.epoch = None  # the life of the database that its page was told of
        self.topics, self.rooms = set(), set()
        self.held = {}  # topic → events that came before its rights were known
        self.closed = False
        self.answered_at = time.monotonic()  # the ping of this pulse; None while it has not

    def tell(self, message):
        if not self.closed:
            self.outbox.put(text_event(message))

    def deliver(self, topic, version, event):
        """A frame, or a stale notice, of one topic. Held while the server does not know yet whether it may be seen."""
        if topic in self.held:
            self._hold(topic, version, event)
        elif not self.closed:
            self.outbox.put(event, topic, version)

    def pass_by(self, topic, key, event):
        """A stream's message. Nobody waits for it: while rights are unknown it goes by."""
        if not self.closed and topic not in self.held:
            self.outbox.put(event, key=key)

    def release(self, topic):
        """The rights are known and good: what was held follows."""
        for version, event in self.held.pop(topic, ()):
            self.deliver(topic, version, event)

    def close(self, code):
        """Close at once, past the outbox."""
        if self.closed:
            return
        self.closed = True
        closing = asyncio.get_running_loop().create_task(self._close(code))
        closing.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def _close(self, code):
        event = {"type": "websocket.close", "code": code, "reason": REASONS[code]}
        try:
            await self._send(event)
        except Exception:  # Daphne closes with 1000 and 3000–4999 only: 1009 becomes 4009, 1013 becomes 4013.
            await self._send({**event, "code": 4000 + code % 1000})

    def _hold(self, topic, version, event):
        held = self.held[topic]
        if len(held) >= MOST_HELD:
            held.clear()
            event = text_event({"type": "stale", "topics": {topic: version}})
        held.append((version, event))

    def _give_up(self):
        """The peer takes nothing, so it cannot take a close either: the consumer ends and the server drops the connection."""
        self.close(1013)
        self._task.cancel()
