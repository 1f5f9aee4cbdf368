"""The site with one more door: a WebSocket that writes in the server's own process. For SQLite + memory."""

import asyncio
import json

from config.asgi import application as site
from tests.bench import writes


async def application(scope, receive, send):
    if scope["type"] != "websocket" or scope["path"] != "/writer/":
        return await site(scope, receive, send)
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] != "websocket.disconnect":
        stamps = await asyncio.to_thread(writes.perform, *json.loads(event["text"]))
        await send({"type": "websocket.send", "text": json.dumps(stamps)})
