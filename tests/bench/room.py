"""Who is here: what it costs 200 people that one more comes, that twenty come within a second, and that their server dies."""

import asyncio
import time
from collections import Counter
from contextlib import ExitStack
from statistics import median

from tests.bench import machine, processes, report
from tests.bench.fleet import Fleet

ROOM = "generations"
PEOPLE = 200
AT_ONCE = 20
SPREAD = 1.0  # seconds in which these come
MOST_FRAMES = 12  # of them: one each 0.1 s, and the last
SETTLED = 4  # seconds: longer than a clean leave, its grace and the sweep behind it
HEARD = 2  # seconds in which what one join says has arrived everywhere
GONE = 30  # seconds after which a crash is seen by all


class Watchers(Fleet):
    """Tabs in the room; `heard` has (tab, bytes, count of people, when) for each frame of it."""

    def __init__(self, port, house):
        super().__init__(port, "/ws/live/", house, rooms=[ROOM])
        self.heard = []

    def _take(self, tab, text, now):
        if text.startswith(b'{"type":"presence"'):
            self.heard.append((tab.name, len(text), int(text.partition(b'"count":')[2].partition(b",")[0]), now))
        super()._take(tab, text, now)

    def forget(self):
        super().forget()
        self.heard.clear()


async def measure(kind, environment, folder, quick, aims):
    """One server where there is no Redis, else two: half of the people are on each."""
    people = PEOPLE // 10 if quick else PEOPLE
    with ExitStack() as stack:
        count = 2 if environment["REDIS_URL"] else 1
        servers = [
            stack.enter_context(processes.server(kind, "config.asgi", environment, f"{folder}/room-{number}.log"))
            for number in range(count)
        ]
        writer = await processes.Writer.start(environment)
        house = await writer.ask("people", people + AT_ONCE + 1)
        fleets = [Watchers(server.port, _part(house, number, count, people)) for number, server in enumerate(servers)]
        for fleet in fleets:
            await fleet.grow(people // count)
        late = house | {"tabs": house["tabs"][people:]}
        await asyncio.sleep(SETTLED)
        await _one(servers, fleets, late, 3 if quick else 5, aims)
        await _twenty(servers, fleets, late, aims)
        if count > 1 and not quick:
            await _dies(servers, fleets, people, aims)
        await writer.stop()


def _part(house, number, count, people):
    return house | {"tabs": house["tabs"][:people][number::count]}


async def _one(servers, fleets, house, rounds, aims):
    """One comes, and goes again."""
    frames, sizes, costs, delays = [], [], [], []
    for _ in range(rounds):
        idle = await _used(servers, asyncio.sleep(HEARD))
        guests, began = _guests(servers, house, 1), time.monotonic()
        _forget(fleets)
        costs.append(await _used(servers, _come(guests)) - idle)
        heard = _heard(fleets)
        frames.append(_most(fleets))
        sizes += [size for _, size, *_ in heard]
        delays.append(max(when for *_, when in heard) - began)
        guests[0].leave()
        await asyncio.sleep(SETTLED)
    report.line(
        f"  one comes: {max(frames)} frames at most a socket of {median(sizes):.0f} bytes, seen by the last of all after "
        f"{median(delays) * 1000:.0f} ms; {median(costs) * 1000:.0f} ms of CPU with the handshake"
    )
    aims.at_most("frames to each socket for one who comes", max(frames), 1, "frames")
    aims.at_most("bytes of it", max(sizes), 512, "bytes")


async def _twenty(servers, fleets, house, aims):
    """Twenty come within a second, evenly."""
    idle = await _used(servers, asyncio.sleep(SPREAD + HEARD))
    _forget(fleets)
    guests = _guests(servers, house, AT_ONCE)
    cost = await _used(servers, _come(guests, SPREAD)) - idle
    frames = _most(fleets)
    report.line(
        f"  {AT_ONCE} come within {SPREAD:g} s: {frames} frames at most a socket; {cost * 1000:.0f} ms of CPU with the handshakes"
    )
    aims.at_most(f"frames to each socket for {AT_ONCE} who come within a second", frames, MOST_FRAMES, "frames")
    for guest in guests:
        guest.leave()
    await asyncio.sleep(SETTLED)


def _most(fleets):
    """How many frames the socket got that got the most. Tabs of different fleets share their numbers."""
    return max(count for fleet in fleets for count in (*Counter(tab for tab, *_ in fleet.heard).values(), 0))


async def _dies(servers, fleets, people, aims):
    """The second server is killed; everybody on the first one sees its people go."""
    _forget(fleets)
    began = time.monotonic()
    servers[1].process.kill()
    stay = people - len(fleets[1])
    while not fleets[0].heard or fleets[0].heard[-1][2] > stay:
        await asyncio.sleep(0.05)
        if time.monotonic() - began > 2 * GONE:
            break
    aims.at_most("seconds until the people of a killed server are gone", time.monotonic() - began, GONE, "s")


async def _come(guests, spread=0.0):
    """They come evenly within `spread` seconds, and all that is said of it is heard."""
    began = [_after(number * spread / len(guests), guest) for number, guest in enumerate(guests)]
    await asyncio.gather(asyncio.sleep(spread + HEARD), *began)


async def _after(seconds, guest):
    await asyncio.sleep(seconds)
    await guest.grow(1)


def _guests(servers, house, count):
    return [Watchers(servers[0].port, house | {"tabs": [person]}) for person in house["tabs"][:count]]


async def _used(servers, doing):
    """CPU seconds of all servers meanwhile."""
    before = sum(machine.cpu_seconds(server.pid) for server in servers)
    await doing
    return sum(machine.cpu_seconds(server.pid) for server in servers) - before


def _forget(fleets):
    for fleet in fleets:
        fleet.forget()


def _heard(fleets):
    return [each for fleet in fleets for each in fleet.heard]
