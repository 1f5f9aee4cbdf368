"""The same streams through the bare relay, for comparison."""

import asyncio
import re
import time
from dataclasses import dataclass

from tests.bench import figures, machine, processes, wire

STAMP = re.compile(rb"\d{10}")


@dataclass
class Relayed:
    delays: figures.Spread
    each: float  # ms of CPU a token


async def stream(scene, tokens, people):
    """`people` streams at once through a relay on the same kind of server."""
    environment = processes.environment("/tmp")
    with processes.server(scene.server.kind, "tests.bench.relay", environment, "/dev/null") as server:
        delays, ended = [], asyncio.Semaphore(0)

        def take(tab, text, now):
            for stamp in STAMP.findall(text):
                delays.append(1000 * ((int(now * 1e6) - int(stamp)) % 10**10 / 1e6))
                ended.release()

        tabs = [await wire.connect(server.port, "/", number, take) for number in range(people)]
        cpu = machine.cpu_seconds(server.pid)
        for number, tab in enumerate(tabs):
            tab.send([scene.provider, f"relay{number}-{time.monotonic_ns()} {tokens} 50"])
            await asyncio.sleep(2 / people)
        async with asyncio.timeout(60):
            for _ in range(people * tokens):
                await ended.acquire()
        cpu = machine.cpu_seconds(server.pid) - cpu
        for tab in tabs:
            tab.abort()
    return Relayed(figures.spread(delays), 1000 * cpu / (people * tokens))
