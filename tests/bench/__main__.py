"""`python -m tests.bench [live|chat|usage] [--quick]`: measure, print, and leave nothing behind."""

import argparse
import os
import signal
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from functools import partial

import psycopg
import redis
import uvloop

from tests import backends
from tests.bench import chat, machine, matrix, plan, processes, report, room, usage

WHAT = "live pages, conversations (by itself both), who is in a room, usage at ten million calls (half an hour)"


def main():
    parser = argparse.ArgumentParser(prog="tests.bench", description="What live updates cost on this machine.")
    parser.add_argument(
        "what",
        nargs="*",
        choices=["live", "chat", "room", "usage", []],
        help=WHAT,
    )
    parser.add_argument("--quick", action="store_true", help="under a minute: shows that it works, measures little")
    parser.add_argument("--only", choices=["sqlite", "postgres"], help="on one database alone")
    asked = parser.parse_args()
    quick, what = asked.quick, asked.what or ["live", "chat"]
    chosen_alone = plan.QUICK_ALONE if quick else plan.ALONE
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and database go away then too
    machine.allow_many_files()
    machine.pin(0, machine.cores()[1])
    began = time.monotonic()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lockstep-bench-"))
        aims = report.Aims()
        try:
            database = stack.enter_context(backends.postgres())
            redis_url = stack.enter_context(backends.redis_server())
        except backends.Missing as missing:
            report.line(f"*** PostgreSQL + Redis are LEFT OUT. {missing}")
        else:
            with_services(database, redis_url, folder, what, asked.only, quick, aims)
        if "live" in what:
            alone(chosen_alone, folder, aims)
        if "chat" in what and asked.only != "postgres":
            conversing("SQLite + memory", "daphne", processes.environment(f"{folder}/chat"), folder, quick, aims)
        if "room" in what and asked.only != "postgres":
            meeting("SQLite + memory, one process", "uvicorn", processes.environment(f"{folder}/room"), folder, quick, aims)
    aims.show()
    if quick:
        report.line("\nToo short to judge by: this shows that the benchmark works.")
    report.line(f"\nTook {time.monotonic() - began:.0f} s. Load now {machine.load()}.")


def with_services(database, redis_url, folder, what, only, quick, aims):
    introduce(database, redis_url)
    if "live" in what:
        grown(plan.QUICK if quick else plan.FULL, database, redis_url, folder, aims)
    if "usage" in what:
        reckoning(database, redis_url, folder, quick, aims)
    if "chat" in what and only != "sqlite":
        with _database(database) as url, _prefix(redis_url):
            environment = processes.environment(folder, url, redis_url)
            conversing("PostgreSQL + Redis + worker", "uvicorn", environment, folder, quick, aims)
    if "room" in what and only != "sqlite":
        with _database(database) as url, _prefix(redis_url):
            environment = processes.environment(folder, url, redis_url)
            meeting("PostgreSQL + Redis, two processes", "uvicorn", environment, folder, quick, aims)


def introduce(database, redis_url):
    for line in machine.description(database, redis_url):
        report.line(line)
    server, client = machine.cores()
    report.line(
        f"Cores     server {sorted(server)}, client and writer {sorted(client)}" if server else "Cores     one: nothing is pinned"
    )
    report.line("Latency   from the commit in the writer (for bare: from the begin of its loop) to the bytes in the client")
    report.line("CPU       of the server's process, less what it used in the same run while nobody wrote;")
    report.line("          bare's holds the reading of each order to write, which shows at few sockets only")


def grown(chosen, server_url, redis_url, folder, aims):
    """PostgreSQL + Redis: one process writes, another serves."""
    with _database(server_url) as url, _prefix(redis_url):
        environment = processes.environment(folder, url, redis_url)
        processes.manage(environment, "migrate", "-v0")
        footprint("uvicorn", environment, folder, aims)
        for kind in chosen.servers:
            report.title(f"{kind}, PostgreSQL + Redis, 10 commits/s from another process · load {machine.load()}")
            uvloop.run(matrix.measure(kind, chosen, environment, folder, aims if kind == "uvicorn" else None))
        saves("PostgreSQL + Redis", chosen, environment, aims)


def alone(chosen, folder, aims):
    """SQLite + memory: the server that serves also writes, so its CPU holds both."""
    environment = processes.environment(folder)
    processes.manage(environment, "migrate", "-v0")
    for kind in chosen.servers:
        report.title(f"{kind}, SQLite + memory, 10 commits/s in the serving process (its CPU is counted) · load {machine.load()}")
        uvloop.run(matrix.measure(kind, chosen, environment, folder, in_process=True))
    saves("SQLite + memory", chosen, environment, aims)


def conversing(name, kind, environment, folder, quick, aims):
    """Conversations with a provider that says tokens at an exact pace."""
    with chat.scene(name, kind, environment, folder) as scene:
        uvloop.run(chat.measure(scene, quick, aims))


def meeting(name, kind, environment, folder, quick, aims):
    """A room full of people."""
    processes.manage(environment, "migrate", "-v0")
    report.title(f"Who is here, {name} · load {machine.load()}")
    uvloop.run(room.measure(kind, environment, folder, quick, aims))


def reckoning(server_url, redis_url, folder, quick, aims):
    """What everybody used, and settling it."""
    with _prefix(redis_url):
        sizes = (10_000, 100_000) if quick else (10_000, 10_000_000)
        usage.measure(lambda: _database(server_url), partial(_environment, folder, redis_url), sizes, quick, aims)


def _environment(folder, redis_url, url):
    return processes.environment(folder, url, redis_url)


def footprint(kind, environment, folder, aims):
    """One process that has answered once, then idles."""
    began = time.monotonic()
    with processes.server(kind, "config.asgi", environment, f"{folder}/{kind}.log") as server:
        urllib.request.urlopen(f"http://127.0.0.1:{server.port}/healthz", timeout=10).close()
        answered = time.monotonic() - began
        time.sleep(2)
        mib = machine.resident(server.pid) / machine.KIB**2
    aims.at_most(f"seconds from nothing to the first answer ({kind})", answered, 3, "s")
    aims.at_most(f"MiB of one idle process ({kind}, after /healthz)", mib, 130, "MiB")


def saves(backend, chosen, environment, aims):
    measured = processes.run("tests.bench.saves", environment, chosen.rows, chosen.repetitions)
    rows, hot = measured["saves"], measured["hot"]
    report.title(f"Writing, {backend} · load {machine.load()}")
    report.line(
        f"  {rows['rows']:,} rows saved in one transaction: {rows['on']:.2f} s announced, {rows['off']:.2f} s with realtime off; "
        f"CPU × {rows['cpu_ratio']:.2f}; versions {rows['versions']}, frames {rows['frames']}"
    )
    report.line(
        f"  hot topic, 8 writers: {hot['announced']:,.0f} transactions/s announced, {hot['raw']:,.0f} the same rows in raw SQL, "
        f"{hot['silent']:,.0f} without a version{'' if hot['whole'] else '  *** A VERSION IS MISSING'}"
    )
    aims.at_most(f"× the time of {rows['rows']:,} silent saves ({backend})", rows["ratio"], 1.3, "×")
    aims.true(f"one version and one frame for them ({backend})", rows["versions"] == rows["frames"] == [1])


@contextmanager
def _database(server_url):
    """A database of its own, dropped at the end."""
    name = f"lockstep_bench_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server_url.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _prefix(redis_url):
    """Keys of its own, deleted at the end."""
    yield
    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter(f"lockstep-bench-{os.getpid()}*", count=1000):
            client.delete(key)


if __name__ == "__main__":
    main()
