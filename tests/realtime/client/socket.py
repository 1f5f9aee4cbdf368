import json
from contextlib import suppress


class StagedSocket:
    """One socket of a page: what it said, and a way to answer."""

    def __init__(self, stage, receive, send):
        self.stage, self.receive, self.send = stage, receive, send
        self.heard, self.open = [], False

    async def run(self):
        await self.receive()
        if self.stage.unreachable:
            return await self.send({"type": "websocket.close"})
        await self.send({"type": "websocket.accept"})
        self.open = True
        self.stage.tell(lambda: self.stage.sockets.append(self))
        while (event := await self.receive())["type"] == "websocket.receive":
            await self._hear(json.loads(event["text"]))
        self.stage.tell(lambda: setattr(self, "open", False))

    async def _hear(self, message):
        self.stage.tell(lambda: self.heard.append(message))
        if message["type"] == "hello" and self.stage.refusal:
            await self.close(self.stage.refusal)
        elif message["type"] == "hello" and self.stage.welcome:
            await self.send({"type": "websocket.send", "text": json.dumps(self.stage.welcome)})
        elif message["type"] == "watch":
            await self.send({"type": "websocket.send", "text": json.dumps({"type": "watching", "stale": {}, "gone": []})})

    async def close(self, code):
        self.open = False
        with suppress(OSError):  # the page has left already
            await self.send({"type": "websocket.close", "code": code, "reason": "told to"})
