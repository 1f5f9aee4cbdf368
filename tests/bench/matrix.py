"""One server's part of the run: fan-out at each number of sockets, memory, and everybody coming back at once."""

import asyncio
import time
from contextlib import AsyncExitStack, asynccontextmanager

from tests.bench import fanout, machine, processes, report
from tests.bench.fleet import Fleet

WARM = 20  # tabs that come and go first, so that memory does not count imports and threads
SITE_PATH = "/ws/live/"
NAMES = ("site", "bare")
VERBS = {"one": "one topic", "each": "own topic each", "many": "100 at a time"}


async def measure(kind, plan, environment, folder, aims=None, *, in_process=False):
    """Everything about one kind of server. `in_process`: the server itself writes (SQLite + memory)."""
    async with both(kind, environment, folder, plan, in_process) as sides:
        for size in plan.sizes:
            await _grow(sides, size, plan, aims)
            await fanout.idle(sides, plan.seconds)
            await _cells(sides, size, plan, aims)
        idle = ", ".join(f"{name} {side.idle:.1%}" for name, side in zip(NAMES, sides, strict=True))
        report.line(f"  core used by {plan.most:,} idle sockets: {idle}")
        if not in_process:
            await _storm(sides[0], plan.most)


@asynccontextmanager
async def both(kind, environment, folder, plan, in_process):
    """The site and the bare peer, running and warm."""
    async with AsyncExitStack() as stack:
        applications = ("tests.bench.site" if in_process else "config.asgi", "tests.bench.bare")
        servers = [
            stack.enter_context(processes.server(kind, name, environment, f"{folder}/{kind}.log")) for name in applications
        ]
        writer = await processes.Writer.start(environment)
        stack.push_async_callback(writer.stop)
        house = await writer.ask("people", plan.most)
        site, bare = (Fleet(server.port, SITE_PATH, house) for server in servers)
        if in_process:
            writer = await processes.Door.open(servers[0].port)
        door = await processes.Door.open(servers[1].port)
        sides = fanout.Site(servers[0], site, writer), fanout.Bare(servers[1], bare, door, site.last)
        await _warm(sides, plan)
        yield sides
        site.leave()
        bare.leave()


async def _warm(sides, plan):
    """First times cost imports, threads and connections: none of them is to be measured."""
    for side in sides:
        await side.fleet.grow(WARM)
        for verb in VERBS:
            await fanout.window(side, getattr(side, verb), 0.3)
        side.fleet.leave()
    await asyncio.sleep(plan.settle)


async def _grow(sides, size, plan, aims):
    """Open the tabs; at the largest size say what one of them weighs."""
    before = [(machine.resident(side.server.pid), len(side.fleet)) for side in sides]
    for side, name in zip(sides, NAMES, strict=True):
        if missing := await side.fleet.grow(size):
            raise RuntimeError(f"{missing} of {size} sockets were not welcomed by {name}.")
    if size < plan.most:
        return
    await asyncio.sleep(plan.settle)
    site, bare = (
        (machine.resident(side.server.pid) - resident) / machine.KIB / (size - count)
        for side, (resident, count) in zip(sides, before, strict=True)
    )
    report.line(f"  memory of an idle socket: site {site:.1f} KiB, bare {bare:.1f} KiB")
    if aims:
        aims.at_most(f"KiB an idle socket (bare: {bare:.1f})", site, 40, "KiB")


async def _cells(sides, size, plan, aims):
    for verb, target in VERBS.items():
        if verb == "many" and size < fanout.BATCH:
            continue
        rounds = plan.rounds if aims and verb == "one" and size == plan.most else 1
        rows = await fanout.cell(sides, verb, plan.windows(verb), rounds)
        for name, row in zip(NAMES, rows, strict=True):
            report.row(size, target, name, row, timed=verb != "many", costed=verb != "each")
        if aims and verb == "one" and size == 1000:
            _aim(aims, *rows)
    for side, name in zip(sides, NAMES, strict=True):
        if side.fleet.lost:
            report.line(f"  *** {name}: {len(side.fleet.lost)} sockets were closed, codes {_codes(side.fleet)}")


def _codes(fleet):
    return sorted({str(tab.close_code) for tab in fleet.lost})


def _aim(aims, site, bare):
    aims.at_most(f"µs CPU a delivery to one topic (bare: {bare.micros:.1f})", site.micros, 15, "µs")
    aims.at_most(f"p50 at 1,000 sockets (bare: {bare.percentile(0.5):.1f})", site.percentile(0.5), 20, "ms")
    aims.at_most(f"p95 at 1,000 sockets (bare: {bare.percentile(0.95):.1f})", site.percentile(0.95), 100, "ms")
    aims.true("received == published at 1,000 sockets, one topic", site.is_whole)


async def _storm(site, count):
    """Everybody is cut off and comes back at once."""
    site.fleet.leave()
    await asyncio.sleep(3)
    used, began = machine.cpu_seconds(site.server.pid), time.monotonic()
    missing = await site.fleet.grow(count, at_once=count) + len(site.fleet.lost)
    wall, cpu = time.monotonic() - began, machine.cpu_seconds(site.server.pid) - used
    words = f"*** {missing} not welcomed, codes {_codes(site.fleet)}" if missing else "all welcomed"
    report.line(
        f"  {count:,} reconnect at once: {words} in {wall:.1f} s, "
        f"{count / wall:,.0f} handshakes/s, {1000 * cpu / count:.2f} ms CPU each"
    )
