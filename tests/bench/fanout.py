"""Commit → frame received, and what a delivery costs the server, for the site and for the bare peer in turns."""

import asyncio
import json
import os
import re
import time

from tests.bench import machine
from tests.bench.figures import Row, Window, matched

EVENTS_PER_SECOND = 10
BATCH = 100  # topics in one commit, where single deliveries are too few to measure their CPU
LATE = 5  # seconds without any arrival after which the rest counts as lost: the sweep would have healed it, as stale


class Site:
    """The site: somebody writes, its server tells the tabs."""

    def __init__(self, server, fleet, writer):
        self.server, self.fleet, self.writer = server, fleet, writer
        self.idle = 0.0  # CPU seconds a second when nobody writes

    async def one(self, turn):
        return await self.writer.ask("rename", self._person(turn))

    async def each(self, turn):
        return await self.writer.ask("prefer", self._person(turn))

    async def many(self, turn):
        people = self.fleet.people
        start = turn * BATCH % len(people)
        return await self.writer.ask("nudge", *people[start : start + BATCH])

    def _person(self, turn):
        return self.fleet.people[turn % len(self.fleet)]


class Bare:
    """The limit: the very bytes of the site's last frames, handed out by a loop."""

    def __init__(self, server, fleet, door, example):
        self.server, self.fleet, self.writer = server, fleet, door
        self.example, self.idle, self._version = example, 0.0, 10**6

    async def one(self, turn):
        return await self._send(["people"])

    async def each(self, turn):
        return await self._send([self._topic(self.fleet.people[turn % len(self.fleet)])])

    async def many(self, turn):
        people = self.fleet.people
        start = turn * BATCH % len(people)
        return await self._send([self._topic(user) for user in people[start : start + BATCH]])

    async def _send(self, topics):
        self._version += 1
        return await self.writer.ask(*({"topic": t, "to": self._version, "text": self._text(t)} for t in topics))

    def _text(self, topic):
        text = (self.example.get(topic) or next(v for k, v in self.example.items() if k.endswith(".preferences"))).decode()
        numbers = f'"from":{self._version - 1},"to":{self._version}'
        return re.sub(r'"topic":"[^"]+","from":\d+,"to":\d+', f'"topic":{json.dumps(topic)},{numbers}', text, count=1)

    @staticmethod
    def _topic(user):
        return f"user.{user}.preferences"


async def idle(sides, seconds):
    """Nobody writes: what each server uses then is not counted as delivery."""
    before = [machine.cpu_seconds(side.server.pid) for side in sides]
    began = time.monotonic()
    await asyncio.sleep(seconds)
    for side, used in zip(sides, before, strict=True):
        side.idle = (machine.cpu_seconds(side.server.pid) - used) / (time.monotonic() - began)


async def window(side, write, seconds):
    """Write ten times a second, wait for the last delivery, and count."""
    side.fleet.forget()
    pid, began = side.server.pid, time.monotonic()
    used, own = machine.cpu_seconds(pid), machine.cpu_seconds(os.getpid())
    stamps = await _write(write, int(seconds * EVENTS_PER_SECOND), began)
    wrote = time.monotonic() - began
    expected = sum(_watchers(side.fleet)(topic) for topic, *_ in stamps)
    await _arrival(side.fleet, expected)
    lasted = time.monotonic() - began
    cpu = machine.cpu_seconds(pid) - used - side.idle * lasted
    client = (machine.cpu_seconds(os.getpid()) - own) / lasted
    latencies, expected, received, twice = matched(stamps, side.fleet.arrivals, _watchers(side.fleet))
    rate = int(seconds * EVENTS_PER_SECOND) / wrote
    return Window(latencies, expected, received, twice, side.fleet.kinds["stale"], cpu, client, rate)


async def _write(write, events, began):
    stamps = []
    for turn in range(events):
        await asyncio.sleep(began + turn / EVENTS_PER_SECOND - time.monotonic())
        stamps += await write(turn)
    return stamps


async def _arrival(fleet, expected):
    """Until everything has come, or nothing more does."""
    here, since = -1, time.monotonic()
    while len(fleet.arrivals) < expected and time.monotonic() - since < LATE:
        if len(fleet.arrivals) != here:
            here, since = len(fleet.arrivals), time.monotonic()
        await asyncio.sleep(0.02)


def _watchers(fleet):
    own = {f"user.{user}.preferences" for user in fleet.people}
    return lambda topic: len(fleet) if topic == "people" else int(topic in own)


async def cell(sides, verb, seconds, rounds):
    """One cell of the matrix for every side: [row, …].

    In turns, forth and back, so that a noisy neighbour meets all alike.
    """
    rows = [Row([]) for _ in sides]
    for turn in range(rounds):
        for side, row in list(zip(sides, rows, strict=True))[:: -1 if turn % 2 else 1]:
            row.windows.append(await window(side, getattr(side, verb), seconds))
    return rows
