"""A live socket in this process, for what ends one."""

import json

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings

from realtime import versions
from realtime.models import Epoch
from realtime.routing import websockets

PATIENCE = 5  # seconds


async def in_thread(function, *arguments):
    """Run it beside the loop, as a request would be, and give its database connection back."""
    return await database_sync_to_async(function, thread_sensitive=False)(*arguments)


class LiveSocket:
    """`async with LiveSocket(client, topics)`: connected and welcomed, as the tab of this client would be."""

    def __init__(self, client, *topics, rooms=()):
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
        headers = [(b"cookie", cookie.encode()), (b"origin", settings.SITE_URL.encode())]
        self.wire = WebsocketCommunicator(websockets(), "/ws/live/", headers=headers)
        self.topics, self.rooms = topics, rooms

    async def __aenter__(self):
        await self.wire.connect(timeout=PATIENCE)
        shown = await in_thread(versions.of, self.topics)
        epoch = await in_thread(Epoch.current)
        hello = {"type": "hello", "epoch": epoch, "topics": shown, "rooms": self.rooms, "tab": "test"}
        await self.wire.send_json_to(hello)
        self.welcome = await self.message("welcome")
        return self

    async def __aexit__(self, *failure):
        await self.wire.disconnect()

    async def message(self, kind):
        """The next message of this type."""
        while True:
            message = json.loads(await self.wire.receive_from(timeout=PATIENCE))
            if message["type"] == kind:
                return message

    async def close_code(self):
        """Wait for the server to close, and give its code."""
        while (event := await self.wire.receive_output(timeout=PATIENCE))["type"] != "websocket.close":
            pass
        return event["code"]
