"""Many tabs at one server, and what arrived in them when."""

import asyncio
import re
from collections import Counter

from tests.bench import wire

FRAME = re.compile(rb'\{"type":"frame","topic":"([^"]+)","from":\d+,"to":(\d+)')
PATIENCE = 60  # seconds for everybody to be answered


class Fleet:
    """Grows to any number of open tabs. `arrivals` has (tab, topic, version, when) for every frame."""

    def __init__(self, port, path, house, rooms=("home",)):
        self.port, self.path, self.house, self.rooms = port, path, house, list(rooms)
        self.tabs, self.arrivals, self.kinds, self.last = [], [], Counter(), {}
        self._welcomed = {}  # tab → event

    def __len__(self):
        return len(self.tabs)

    @property
    def people(self):
        return [tab["user"] for tab in self.house["tabs"][: len(self.tabs)]]

    @property
    def lost(self):
        """Tabs that were closed although nobody asked for it."""
        return [tab for tab in self.tabs if tab.ended.is_set()]

    async def grow(self, count, at_once=50):
        """Open tabs until there are `count`. Returns how many were refused or not welcomed in time."""
        gate = asyncio.Semaphore(at_once)
        opening = [asyncio.create_task(self._open(number, gate)) for number in range(len(self.tabs), count)]
        done, late = await asyncio.wait(opening, timeout=PATIENCE) if opening else ((), ())
        for task in late:
            task.cancel()
        self.tabs += [task.result() for task in opening if task in done and not task.exception()]
        return count - len(self.tabs)

    def leave(self):
        """All tabs vanish, as when a proxy restarts."""
        for tab in self.tabs:
            tab.abort()
        self.tabs.clear()

    def forget(self):
        self.arrivals.clear()
        self.kinds.clear()

    async def _open(self, number, gate):
        person = self.house["tabs"][number]
        async with gate:
            cookie = f"{self.house['cookie']}={person['session']}"
            tab = await wire.connect(self.port, self.path, number, self._take, cookie)
            self._welcomed[number] = asyncio.Event()
            tab.send(self._hello(number, person["user"]))
            await _first(self._welcomed[number], tab.ended)
            return tab

    def _hello(self, number, user):
        """What the home page says: the list, one's profile, one's settings, and who is here."""
        topics = dict.fromkeys(["people", f"user.{user}.profile", f"user.{user}.preferences"], 0)
        known = {"epoch": self.house["epoch"], "build": self.house["build"]}
        return {"type": "hello", "tab": f"tab{number}", "topics": topics, "rooms": self.rooms, **known}

    def _take(self, tab, text, now):
        if frame := FRAME.match(text):
            topic = frame[1].decode()
            self.arrivals.append((tab.name, topic, int(frame[2]), now))
            self.last[topic] = text
            return
        kind = text[9 : text.index(b'"', 9)]
        self.kinds[kind.decode()] += 1
        if kind == b"ping":
            tab.send({"type": "pong"})
        elif kind == b"welcome":
            self._welcomed[tab.name].set()


async def _first(*events):
    """Until one of them happens."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
