"""Sockets inside this process: the whole ASGI application without a server, so that a test can act at an exact moment."""

import asyncio
import json
from contextlib import asynccontextmanager

from channels.db import database_sync_to_async
from django.conf import settings

from realtime.hub import Hub
from realtime.routing import websockets
from tests.browsers import session_of
from tests.realtime import wire

PATIENCE = 8
TYPES = ("welcome", "watching", "frame", "stale", "gone", "presence", "ping", "reload", "error")


def run(scenario):
    """Run an async scenario to its end in a loop of its own: its hub ends with it."""
    return asyncio.run(asyncio.wait_for(scenario, 60))


async def blocking(function, *args):
    """Call something that queries, in a thread, as servers do."""
    return await database_sync_to_async(function, thread_sensitive=False)(*args)


class Tab:
    """A socket of this process. `takes` is cleared to make a tab that reads nothing."""

    def __init__(self, session_key=""):
        self.session_key = session_key
        self.to_server, self.from_server = asyncio.Queue(), asyncio.Queue()
        self.takes = asyncio.Event()
        self.takes.set()
        self.close_code = None
        self.task = asyncio.create_task(websockets()(self._scope(), self.to_server.get, self._take))

    def _scope(self):
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session_key}"
        headers = {"host": "testserver", "origin": settings.SITE_URL, "cookie": cookie}
        headers = [(name.encode(), value.encode()) for name, value in headers.items()]
        return {"type": "websocket", "path": "/ws/live/", "query_string": b"", "headers": headers, "subprotocols": []}

    async def _take(self, event):
        await self.takes.wait()
        self.from_server.put_nowait(event)

    async def send(self, message):
        text = json.dumps(message) if isinstance(message, dict) else message
        await self.to_server.put({"type": "websocket.receive", "text": text})

    async def hello(self, topics=(), rooms=(), **changes):
        await self.send(await blocking(lambda: wire.hello(topics, rooms, **changes)))
        return await self.next("welcome", "reload", "error")

    async def next(self, *types, seconds=PATIENCE):
        """The next message of one of these types, whatever comes before it."""
        async with asyncio.timeout(seconds):
            while True:
                event = await self.from_server.get()
                if event["type"] == "websocket.send" and (message := json.loads(event["text"]))["type"] in types:
                    return message

    async def closing(self, seconds=PATIENCE):
        """The code with which the server closes."""
        async with asyncio.timeout(seconds):
            while (event := await self.from_server.get())["type"] != "websocket.close":
                pass
            return event["code"]

    async def until_answered(self, *messages):
        """Send these and a message that is refused; everything that arrives before the refusal."""
        for message in [*messages, "{}"]:
            await self.send(message)
        before = []
        while (message := await self.next(*TYPES))["type"] != "error":
            before.append(message)
        return before

    def said(self):
        """Everything that has arrived and nobody has asked for yet."""
        events = [self.from_server.get_nowait() for _ in range(self.from_server.qsize())]
        return [json.loads(event["text"]) for event in events if event["type"] == "websocket.send"]

    async def leave(self):
        await self.to_server.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait([self.task])


@asynccontextmanager
async def tab_of(user=None, session=None):
    """A connected tab that has not said hello yet."""
    key = session or (await blocking(session_of, user) if user else "")
    tab = Tab(key)
    await tab.to_server.put({"type": "websocket.connect"})
    assert (await tab.from_server.get())["type"] == "websocket.accept"
    try:
        yield tab
    finally:
        await tab.leave()


async def hub():
    """The hub of this loop."""
    return await Hub.current()


async def until(condition, seconds=PATIENCE):
    """Wait for a state of this process."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 – any state, also one that has no event
            await asyncio.sleep(0.005)
