"""What a conversation costs: from the question to the first token, the delay of each token, and many people at once."""

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from itertools import pairwise

from tests.bench import figures, machine, processes, relay_peer, report
from tests.bench.asker import Asker
from tests.ports import free_port
from tests.servers import ROOT

MANY = 100


class Scene:
    """One site with its processes, and the provider."""

    def __init__(self, name, server, provider, house, pids):
        self.name, self.server, self.provider, self.house, self.pids = name, server, provider, house, pids

    def cpu(self):
        return sum(map(machine.cpu_seconds, self.pids))

    def resident(self):
        return sum(map(machine.resident, self.pids)) / machine.KIB**2

    def calls(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.provider}/calls", timeout=5) as answer:
            return json.load(answer)


@contextmanager
def provider():
    """The port of a provider of tokens, in a process of its own on the client's core."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.tokens", str(port)], cwd=ROOT)
    machine.pin(process.pid, machine.cores()[1])
    try:
        yield port
    finally:
        processes.end(process)


@contextmanager
def scene(name, kind, environment, folder):
    """A site at work: its jobs in the web process where there is no Redis, else in a worker."""
    processes.manage(environment, "migrate", "-v0")
    with provider() as port:
        house = processes.run("tests.bench.askers", environment, MANY, f"http://127.0.0.1:{port}")
        with (
            processes.server(kind, "config.asgi", environment, f"{folder}/chat-{kind}.log") as server,
            _worker(environment) as more,
        ):
            yield Scene(name, server, port, house, [server.pid, *more])


@contextmanager
def _worker(environment):
    if not environment["REDIS_URL"]:
        yield []
        return
    process = subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    machine.pin(process.pid, machine.cores()[0])
    try:
        yield [process.pid]
    finally:
        processes.end(process)


async def measure(scene, quick, aims):
    report.title(f"Conversing, {scene.name} · load {machine.load()}")
    await one_asks(scene, 10 if quick else 30, aims)
    await many_stream(scene, 60 if quick else 200, aims)
    await many_at_once(scene, aims)


async def one_asks(scene, times, aims):
    """One person with two tabs; the first question warms up."""
    asker = Asker(scene.server.port, scene.house, scene.house["people"][0])
    await asker.open(tabs=2)
    await question(scene, asker, 5)
    existing = [await question(scene, asker, 25) for _ in range(times)]
    fresh = [await question(scene, asker, 25, is_new=True) for _ in range(times // 2)]
    asker.close()
    for what, rows, limit in (("existing", existing, 60), ("new", fresh, 90)):
        confirmed, called, first = (figures.spread([row[name] for row in rows]) for name in ("confirmed", "called", "first"))
        report.line(f"  {what:<9} conversation: confirmed {confirmed}  provider called {called}  first token {first} ms")
        aims.at_most(
            f"ms to the call of the provider, p50 ({what}, {scene.name})", called.p50, 15 if what == "existing" else 30, "ms"
        )
        aims.at_most(f"ms to the first token, p50 ({what}, {scene.name})", first.p50, limit, "ms")
    delays = figures.spread([delay for row in existing for delay in row["delays"]])
    report.line(f"  token delay in two tabs {delays} ms")
    aims.at_most(f"ms delay of a token, p50 ({scene.name})", delays.p50, 40, "ms")
    aims.at_most(f"ms delay of a token, p99 ({scene.name})", delays.p99, 80, "ms")


async def question(scene, asker, tokens, is_new=False):
    """Times of one question in ms, from the moment at which it was sent."""
    asker.forget()
    begun = time.monotonic()
    if is_new:
        status, body = await asker.post("/chat/new/", {})
        assert status == 200, body
        await asker.watch(json.loads(body)["conversation"])
    name, sent, confirmed = await asker.ask(tokens, 50)
    await asker.hear()
    begun = begun if is_new else sent
    first = min(when for seen in asker.seen for when in seen.values())
    called = scene.calls()[name]
    assert all(len(seen) == tokens for seen in asker.seen), f"{[len(seen) for seen in asker.seen]} of {tokens} tokens arrived"
    times = {"confirmed": confirmed - begun, "called": called - begun, "first": first - begun}
    delays = [delay(stamp, when) for seen in asker.seen for stamp, when in seen.items()]
    return {**{what: 1000 * seconds for what, seconds in times.items()}, "delays": [1000 * each for each in delays]}


def delay(stamp, when):
    """Seconds from a token's being sent to `when`."""
    return (int(when * 1e6) - stamp) % 10**10 / 1e6


async def many_stream(scene, tokens, aims):
    """A hundred people with a tab each, who begin within two seconds."""
    askers = await crowd(scene)
    cpu, began = scene.cpu(), time.monotonic()
    await asyncio.gather(*(ask_later(asker, tokens, 2 * number / MANY) for number, asker in enumerate(askers)))
    cpu, took = scene.cpu() - cpu, time.monotonic() - began
    delays = figures.spread([1000 * delay(stamp, when) for asker in askers for stamp, when in asker.seen[0].items()])
    gaps = figures.spread([gap for asker in askers for gap in gaps_of(asker.seen[0])])
    got = sum(len(asker.seen[0]) for asker in askers)
    for asker in askers:
        asker.close()
    each = 1000 * cpu / got
    report.line(
        f"  {MANY} streams of {tokens} at 50/s: delay {delays}, between tokens {gaps} ms (provider 20); CPU {each:.3f} ms a token, "
        f"{took:.1f} s, {scene.resident():.0f} MiB, {got:,} of {MANY * tokens:,} tokens"
    )
    relayed = await relay_peer.stream(scene, tokens, MANY)
    report.line(f"  {'':>3} a bare relay: delay {relayed.delays}; CPU {relayed.each:.3f} ms a token")
    aims.at_most(f"ms CPU a token, {MANY} streams ({scene.name})", each, 0.2, f"ms (relay {relayed.each:.3f})")
    aims.true(f"every token of {MANY} streams arrived ({scene.name})", got == MANY * tokens)


def gaps_of(seen):
    times = sorted(seen.values())
    return [1000 * (after - before) for before, after in pairwise(times)]


async def ask_later(asker, tokens, seconds):
    await asyncio.sleep(seconds)
    await asker.ask(tokens, 50)
    await asker.hear()


async def many_at_once(scene, aims):
    askers = await crowd(scene)
    cpu, began = scene.cpu(), time.monotonic()
    asked = await asyncio.gather(*(asker.ask(10, 50) for asker in askers), return_exceptions=True)
    failed = [each for each in asked if isinstance(each, BaseException)]
    heard = await asyncio.gather(*(asker.hear() for asker in askers), return_exceptions=True)
    cpu = scene.cpu() - cpu
    failed += [each for each in heard if isinstance(each, BaseException)]
    firsts = figures.spread([1000 * (min(asker.seen[0].values()) - began) for asker in askers if asker.seen[0]])
    calls = scene.calls()
    called = figures.spread([1000 * (calls[each[0]] - began) for each in asked if isinstance(each, tuple)])
    confirmed = figures.spread([1000 * (each[2] - began) for each in asked if isinstance(each, tuple)])
    for asker in askers:
        asker.close()
    each = 1000 * cpu / MANY
    report.line(
        f"  {MANY} at once: confirmed {confirmed}, called {called}, first token {firsts} ms; {each:.1f} ms CPU a question "
        f"of 10 tokens; {len(failed)} failed {failed[:1] or ''}"
    )
    aims.true(f"none of {MANY} at once fails ({scene.name})", not failed)
    aims.at_most(f"ms to the first token, p99 of {MANY} at once ({scene.name})", firsts.p99, 1500, "ms")
    aims.at_most(f"ms CPU a question, {MANY} at once ({scene.name})", each, 15, "ms")


async def crowd(scene):
    askers = [Asker(scene.server.port, scene.house, person) for person in scene.house["people"]]
    for asker in askers:
        await asker.open(tabs=1)
    await asyncio.sleep(2)  # everybody is welcomed, and the server has nothing left to do
    return askers
