"""This machine: what it is, which core is whose, and what a process has used of it."""

import os
import platform
import resource
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
import redis

PACKAGES = ("Django", "channels", "channels_redis", "redis", "uvicorn", "uvloop", "websockets", "daphne", "psycopg")
KIB = 1024
CORES = sorted(os.sched_getaffinity(0))  # read once, because the client pins itself


def cores():
    """(the server's core, the client's cores); (None, None) where there is only one, so nothing is pinned."""
    server, *others = CORES
    return ({server}, set(others)) if others else (None, None)


def pin(pid, to):
    if to:
        os.sched_setaffinity(pid, to)


@contextmanager
def all_cores():
    """What is begun meanwhile may use every core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, CORES)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def allow_many_files():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def cpu_seconds(pid):
    """CPU time of a process with all its threads, past ones included; the kernel's clock for it, in nanoseconds inside."""
    return time.clock_gettime((~pid << 3) | 2)


def resident(pid):
    """Resident memory of a process, in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def load():
    return " ".join(f"{average:.1f}" for average in os.getloadavg())


def description(database_url, redis_url):
    """Lines that name the machine and every version that matters."""
    yield f"Machine   {_cpu_model()}, {len(CORES)} cores, {_memory_gib():.0f} GiB, {platform.system()} {platform.release()}"
    yield f"Python    {platform.python_version()} · " + " · ".join(f"{name} {version(name)}" for name in PACKAGES)
    yield f"Services  PostgreSQL {_postgres(database_url)} · Redis {_redis(redis_url)}"
    yield f"Load      {load()} (1, 5, 15 minutes) before the start"


def _cpu_model():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory_gib():
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / KIB**3


def _postgres(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SHOW server_version").fetchone()[0].split()[0]


def _redis(url):
    with redis.Redis.from_url(url) as client:
        return client.info("server")["redis_version"]
