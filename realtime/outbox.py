import asyncio
import json
import logging
import types
from collections import deque

logger = logging.getLogger("realtime.outbox")

MOST_MESSAGES = 64
MOST_BYTES = 256 * 1024
STUCK_SECONDS = 10


class Outbox:
    """What waits for one socket: words, each said only once, then frames.

    Past their bound the frames collapse to the newest version of each topic: fetch these.
    """

    __slots__ = ("_send", "_stuck", "_words", "_frames", "_bytes", "_stale", "_draining")

    def __init__(self, send, stuck):
        self._send = send  # the ASGI send of this socket
        self._stuck = stuck  # called when the socket takes nothing for STUCK_SECONDS, or too little
        self._forget()

    def _forget(self):
        self._words = self._frames = self._stale = self._draining = None
        self._bytes = 0

    def put(self, event, topic=None, version=0, key=None):
        """Send an ASGI event now if the socket takes it, else keep it: a frame of `topic`, or a word without one.

        A word with a `key` takes the place of what still waits under the same key.
        """
        if self._draining is None:
            self._start(event)
        elif topic:
            self._keep(event, topic, version)
        else:
            self._keep_word(event, key)

    def _start(self, event):
        # One step by hand: an unblocked send finishes in it, and a task for each delivery would double its cost.
        sending = self._send(event)
        try:
            blocked_on = sending.send(None)
        except StopIteration:
            return
        except Exception as error:  # The peer is gone; the server will tell the consumer so.
            logger.debug("A send failed: %r", error)
            return
        self._words, self._frames = {}, deque()
        self._draining = asyncio.get_running_loop().create_task(self._drain(_resume(sending, blocked_on)))

    def _keep_word(self, event, key):
        self._words.pop(key, None)
        self._words[key or object()] = event
        if len(self._words) > MOST_MESSAGES:
            self._stuck()

    def _keep(self, event, topic, version):
        if self._stale is None and len(self._frames) < MOST_MESSAGES and self._bytes < MOST_BYTES:
            self._frames.append((event, topic, version))
            self._bytes += len(event["text"])
            return
        if self._stale is None:
            self._collapse()
        self._stale[topic] = max(version, self._stale.get(topic, 0))

    def _collapse(self):
        self._stale = {}
        for _, topic, version in self._frames:
            self._stale[topic] = max(version, self._stale.get(topic, 0))
        self._frames.clear()
        self._bytes = 0

    async def _drain(self, first):
        try:
            await asyncio.wait_for(first, STUCK_SECONDS)
            while event := self._next():
                await asyncio.wait_for(self._send(event), STUCK_SECONDS)
        except TimeoutError:
            self._stuck()
        except Exception as error:
            logger.debug("A send failed: %r", error)
        finally:
            self._forget()

    def _next(self):
        if self._words:
            return self._words.pop(next(iter(self._words)))
        if self._frames:
            event, _, _ = self._frames.popleft()
            self._bytes -= len(event["text"])
            return event
        if self._stale:
            stale, self._stale = self._stale, None
            return text_event({"type": "stale", "topics": stale})
        return None


def text_event(message):
    """The ASGI event of a message; shared by all sockets that get it."""
    return {"type": "websocket.send", "text": json.dumps(message, separators=(",", ":"))}


@types.coroutine
def _resume(sending, blocked_on):
    """Go on with a coroutine that was stepped by hand once and then waited for `blocked_on`."""
    while True:
        yield blocked_on
        try:
            blocked_on = sending.send(None)
        except StopIteration as done:
            return done.value
