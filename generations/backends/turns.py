"""One at a time: for a backend that draws one image after the other and names none of them."""

import asyncio
from contextlib import suppress
from weakref import WeakKeyDictionary

PATIENCE_SECONDS = 30  # then those who wait hear that they still do

_lines = WeakKeyDictionary()  # loop → {address: [Turn, …]}


class Turn:
    """A place in the line in front of one address, among the wishes of this process. Whoever took it must `leave`."""

    def __init__(self, address):
        lines = _lines.setdefault(asyncio.get_running_loop(), {})
        self.line, self.moved = lines.setdefault(address, []), asyncio.Event()
        self.line.append(self)

    async def wait(self):
        """How many are in front, each time that it may have changed, until none is."""
        while ahead := self.line.index(self):
            self.moved.clear()  # before anybody else can move: what happens while this is told is not to be missed
            yield ahead
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self.moved.wait()

    def leave(self):
        self.line.remove(self)
        for turn in self.line:
            turn.moved.set()
