"""The processes that draw: whose turn it is, what they know, and when they end."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generations.artwork.pool import Pool
from tests.jobs.conftest import until
from tests.servers import ROOT

pytestmark = pytest.mark.once


@pytest.fixture
def pool():
    pool = Pool(1)
    yield pool
    if pool._executor:
        pool._executor.shutdown()


def ask(pool, *calls):
    async def all_of_them():
        return await asyncio.gather(*(pool.run(*call) for call in calls))

    return asyncio.run(asyncio.wait_for(all_of_them(), 60))


def test_nothing_runs_before_somebody_asks():
    said = python(
        "import generations.backends.artwork, sys; print([name for name in ('numpy', 'PIL', 'django') if name in sys.modules])"
    )
    assert said == "[]"


def test_a_worker_knows_neither_django_nor_the_database(pool):
    loaded = ask(
        pool, (eval, "sorted(name for name in __import__('sys').modules if name in ('django', 'psycopg', 'sqlite3', 'config'))")
    )
    assert loaded == [[]]


def test_the_parent_needs_no_numpy_even_when_it_draws():
    assert python(PARENT.format("print('numpy' in sys.modules, 'django' in sys.modules)")) == "False False"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads /proc")
def test_a_worker_inherits_no_socket(pool):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.set_inheritable(True)
        files = ask(pool, (eval, "[__import__('os').readlink(path) for path in __import__('glob').glob('/proc/self/fd/*') "
                    "if __import__('os').path.exists(path)]"))[0]  # fmt: skip
    assert files
    assert not [name for name in files if name.startswith("socket:")]


def test_workers_leave_the_way_to_pages(pool):
    assert ask(pool, (os.nice, 0)) == [min(19, os.nice(0) + 5)]


def test_wishes_take_turns_pass_by_pass(pool):
    order = []

    async def wish(name):
        for _ in range(3):
            await pool.run(os.getpid)
            order.append(name)

    async def both():
        await asyncio.gather(wish("ada"), wish("grace"))

    asyncio.run(asyncio.wait_for(both(), 60))
    assert order == ["ada", "grace"] * 3


def test_what_is_cancelled_while_it_waits_is_never_begun(pool, tmp_path):
    async def cancel_one():
        running = asyncio.create_task(pool.run(time.sleep, 0.3))
        waiting = asyncio.create_task(pool.run(os.mkdir, str(tmp_path / "begun")))
        await asyncio.sleep(0)
        assert pool.ahead == 2
        waiting.cancel()
        await asyncio.gather(running, waiting, return_exceptions=True)

    asyncio.run(cancel_one())
    ask(pool, (os.getpid,))
    assert not list(tmp_path.iterdir())
    assert pool.ahead == 0


def test_a_turn_that_is_cancelled_as_it_comes_goes_to_the_next(pool):
    async def crowd():
        tasks = [asyncio.create_task(pool.run(os.getpid)) for _ in range(30)]
        for task in tasks[::3]:
            await asyncio.sleep(0)
            task.cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    ask(pool, (os.getpid,))
    results = asyncio.run(asyncio.wait_for(crowd(), 60))
    assert sum(isinstance(result, int) for result in results) >= 20
    assert pool.ahead == 0


def test_two_event_loops_share_the_processes(pool):
    assert ask(pool, (os.getpid,)) == ask(pool, (os.getpid,))


PARENT = """
import asyncio, os, sys, time
from generations.artwork.pool import pool
from generations.backends import Wish
from generations.backends.artwork import generate

async def main():
    async for event in generate(Wish("a sea", 64, 64, 1), ""):
        pass
    return await pool.run(os.getpid)

if __name__ == "__main__":
    worker = asyncio.run(main())
    {}
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent_however_it_ends(sign, tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format("print(worker, flush=True); time.sleep(60)"))
    parent = subprocess.Popen(
        [sys.executable, script], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    )
    worker = int(parent.stdout.readline())
    assert is_alive(worker)
    parent.send_signal(sign)
    parent.wait(20)
    parent.stdout.close()
    assert until(lambda: not is_alive(worker))


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def python(code):
    """What a process of its own prints. The code is a module, as workers read it again."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return run.stdout.strip()
