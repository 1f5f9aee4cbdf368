"""A person of the benchmark: some tabs, a conversation, and what arrived in each tab when."""

import asyncio
import json
import re
import time
from uuid import uuid4

from tests.bench import wire

STAMP = re.compile(rb"\b\d{10}\b")
CSRF = "a" * 32
PATIENCE = 60


class Asker:
    """`ask(tokens, pace)` and wait for the end of it in every tab."""

    def __init__(self, port, house, person):
        self.port, self.house = port, house
        self.session, self.user, self.conversation = person
        self.tabs, self.seen, self.ended = [], [], []
        self.since = 0

    async def open(self, tabs):
        for number in range(tabs):
            cookie = f"{self.house['cookie']}={self.session}"
            self.seen.append({})  # stamp → when it arrived here
            self.ended.append(asyncio.Event())
            tab = await wire.connect(self.port, "/ws/live/", number, self._take, cookie)
            topics = {f"conversation.{self.conversation}": 0, f"user.{self.user}.conversations": 0}
            tab.send(
                {"type": "hello", "epoch": self.house["epoch"], "build": None, "tab": f"t{number}", "topics": topics, "rooms": []}
            )
            self.tabs.append(tab)
        await self.connect()

    async def connect(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    def close(self):
        for tab in self.tabs:
            tab.abort()
        self.writer.close()

    def _take(self, tab, text, now):
        seen = self.seen[tab.name]
        if b'"topic":"conversation.' in text[:60]:
            for stamp in map(int, STAMP.findall(text)):
                if stamp >= self.since:  # a last piece of the reply before this one may come late, and says nothing new
                    seen.setdefault(stamp, now)
            if b'"answering":false' in text:
                self.ended[tab.name].set()
        elif text.startswith(b'{"type":"watching"'):
            self.watching.release()

    async def watch(self, conversation):
        """Go on in another conversation."""
        self.conversation = conversation
        self.watching = asyncio.Semaphore(0)
        for tab in self.tabs:
            tab.send({"type": "watch", "topics": {f"conversation.{conversation}": 0}})
        for _ in self.tabs:
            await self.watching.acquire()

    async def post(self, path, data):
        """(status, answer) of a page's request."""
        body = json.dumps(data).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"Cookie: {self.house['cookie']}={self.session}; {self.house['csrf']}={CSRF}\r\nX-CSRFToken: {CSRF}\r\n\r\n"
        )
        if self.reader.at_eof():  # servers close a connection that nobody used for some seconds
            await self.connect()
        self.writer.write(head.encode() + body)
        answer = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        if b"transfer-encoding: chunked" in answer:
            body = b""
            while size := int((await self.reader.readline()).strip(), 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readline()
        else:
            body = await self.reader.readexactly(int(answer.partition(b"content-length:")[2].split(b"\r\n")[0]))
        return int(answer.split()[1]), body

    async def ask(self, tokens, pace):
        """(name of the call, when it was sent, when it was confirmed). Raises where it was not."""
        name = uuid4().hex
        for event in self.ended:
            event.clear()
        sent = time.monotonic()
        self.since = _stamp(sent)
        path = f"/chat/{self.conversation}/messages/new/"
        status, body = await self.post(path, {"text": f"{name} {tokens} {pace}", "key": str(uuid4())})
        if status != 201:
            raise RuntimeError(f"{status}: {body[:200]}")
        return name, sent, time.monotonic()

    async def hear(self):
        """Until every tab was told that the reply has ended."""
        async with asyncio.timeout(PATIENCE):
            for event in self.ended:
                await event.wait()

    def forget(self):
        self.since = _stamp(time.monotonic())
        for seen in self.seen:
            seen.clear()


def _stamp(moment):
    """As the provider's tokens say the time."""
    return int(moment * 1e6) % 10**10
