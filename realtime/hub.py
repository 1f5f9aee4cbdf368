import asyncio
import logging
from collections import defaultdict
from time import monotonic

from realtime import transports
from realtime.doorman import Doorman
from realtime.outbox import text_event
from realtime.pulse import Pulse
from realtime.showing import Showing
from realtime.sweep import Sweep
from realtime.transports import PROCESSES

logger = logging.getLogger("realtime.hub")

_hubs = {}  # loop → hub

RETRY_SECONDS = 3


class Hub:
    """All sockets of one event loop. The members of a channel group are hubs, not sockets: a message comes once to
    a process, is serialised once, and the same event goes to each socket that watches."""

    def __init__(self, loop):
        self.loop, self.transport = loop, transports.current()
        self.channel = self.receiving = None  # the transport's
        self.sockets = set()
        self.groups = defaultdict(set)  # group → sockets
        self.seen = {}  # topic → the version that all its sockets have been told of
        self._joined = set()
        self._settling = asyncio.Lock()
        self._started = False
        self._broken_until = 0.0
        self.showing, self.sweep, self.doorman, self.pulse = Showing(self), Sweep(self), Doorman(self), Pulse(self)
        self.groups[PROCESSES] = set()

    @classmethod
    async def current(cls):
        """The hub of the running loop, started at its first use and never stopped."""
        loop = asyncio.get_running_loop()
        if (hub := _hubs.get(loop)) is None:
            for closed in [other for other in _hubs if other.is_closed()]:
                del _hubs[closed]
            hub = _hubs[loop] = cls(loop)
            hub.tasks = [loop.create_task(part.run()) for part in (hub.sweep, hub.pulse)]
        await hub.settle([PROCESSES])
        return hub

    # Joining

    async def join(self, socket, groups):
        for group in groups:
            self.groups[group].add(socket)
        await self.settle(groups)

    async def leave(self, socket, groups):
        for group in groups:
            self.groups[group].discard(socket)
            if not self.groups[group]:
                del self.groups[group]
                self.seen.pop(group.removeprefix("topic."), None)
        await self.settle(groups)

    async def settle(self, groups):
        """Make the transport's memberships what our sockets need. A failure is left to the next sweep."""
        due = [group for group in groups if (group in self.groups) != (group in self._joined)]
        if not due and self._started:
            return
        async with self._settling:
            if monotonic() < self._broken_until:  # Nobody's handshake waits for a transport that just failed.
                return
            try:
                await self._settle(due)
            except Exception as error:
                self._broken_until = monotonic() + RETRY_SECONDS
                logger.warning("Could not join %s groups, trying again in the sweep: %r", len(due), error)

    async def _settle(self, groups):
        if not self._started:
            await self.transport.start(self)
            self._started = True
        for group in groups:
            if group in self.groups and group not in self._joined:
                await self.transport.join(self, group)
                self._joined.add(group)
            elif group not in self.groups and group in self._joined:
                self._joined.discard(group)
                await self.transport.leave(self, group)

    async def settle_all(self):
        self._broken_until = 0.0
        await self.settle(self._joined ^ set(self.groups))

    # Receiving

    def receive(self, group, message):
        """A message of the transport. Runs in the loop and never waits."""
        getattr(self, f"_receive_{message['type']}")(group, message)

    def _receive_many(self, group, message):
        """What a busy process said at once to everybody; each takes what it watches."""
        for one, said in message["messages"]:
            if one in self.groups:
                self.receive(one, said)

    def _receive_frame(self, group, message):
        topic, version = message["topic"], message["to"]
        if group not in self.groups:
            return
        self.seen[topic] = max(version, self.seen.get(topic, 0))
        self.deliver(topic, version, {"type": "websocket.send", "text": message["text"]})

    def _receive_stream(self, group, message):
        event = {"type": "websocket.send", "text": message["text"]}
        for socket in tuple(self.groups.get(group, ())):
            socket.pass_by(message["topic"], message["key"], event)

    def _receive_recheck(self, group, message):
        self.doorman.check_soon(message["user"], message["session"], message.get("topic"))

    def _receive_presence(self, group, message):
        self.showing.refresh(message["room"])

    def _receive_left(self, group, message):
        self.showing.left(message["room"])

    def _receive_described(self, group, message):
        self.showing.look_again()

    # Delivering

    def deliver(self, topic, version, event):
        for socket in tuple(self.groups.get(f"topic.{topic}", ())):
            socket.deliver(topic, version, event)

    def tell_stale(self, topic, version):
        self.seen[topic] = version
        self.deliver(topic, version, text_event({"type": "stale", "topics": {topic: version}}))

    def told(self, topic, version):
        """One more socket was told `version`. The lowest counts, so that the sweep finds whoever was told less."""
        self.seen[topic] = min(version, self.seen.get(topic, version))

    @property
    def topics(self):
        return [group.removeprefix("topic.") for group in self.groups if group.startswith("topic.")]
