"""The limit: an ASGI application that does nothing but hand the same bytes to every socket of a topic."""

import json
import time
from collections import defaultdict

watching = defaultdict(list)  # topic → the ASGI sends of its sockets


async def application(scope, receive, send):
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    if scope["path"] == "/writer/":
        await _write(receive, send)
    else:
        await _watch(receive, send)


async def _watch(receive, send):
    topics = json.loads((await receive())["text"])["topics"]
    for topic in topics:
        watching[topic].append(send)
    await send({"type": "websocket.send", "text": '{"type":"welcome"}'})
    while (await receive())["type"] != "websocket.disconnect":
        pass
    for topic in topics:
        watching[topic].remove(send)


async def _write(receive, send):
    """Each message is a list of {topic, to, text}; answers with [topic, to, when it began] for each."""
    while (event := await receive())["type"] != "websocket.disconnect":
        stamps = []
        for frame in json.loads(event["text"]):
            stamps.append((frame["topic"], frame["to"], time.monotonic()))
            message = {"type": "websocket.send", "text": frame["text"]}
            for take in tuple(watching[frame["topic"]]):
                await take(message)
        await send({"type": "websocket.send", "text": json.dumps(stamps)})
