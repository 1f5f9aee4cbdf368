"""The bare peer of a conversation: a WebSocket that asks the provider and passes each token on. It keeps nothing, knows nobody.

Its socket takes `[port of the provider, what to ask]`; it answers with the tokens.
"""

import json

import httpx2

_clients = []


async def application(scope, receive, send):
    if scope["type"] != "websocket":
        return None
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] != "websocket.disconnect":
        port, text = json.loads(event["text"])
        await relay(port, text, send)


async def relay(port, text, send):
    if not _clients:
        _clients.append(httpx2.AsyncClient(timeout=None, limits=httpx2.Limits(max_connections=None)))
    body = {"model": "m", "messages": [{"role": "user", "content": text}], "stream": True}
    async with _clients[0].stream("POST", f"http://127.0.0.1:{port}/v1/chat/completions", json=body) as response:
        async for line in response.aiter_lines():
            if line.startswith("data: {"):
                for choice in json.loads(line[6:])["choices"]:
                    await send({"type": "websocket.send", "text": json.dumps({"text": choice["delta"].get("content", "")})})
