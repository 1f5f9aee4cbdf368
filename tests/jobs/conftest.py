import asyncio
import subprocess
import sys
import threading
import time

import pytest

from jobs.runner import Runner
from tests.jobs.models import Errand
from tests.jobs.work import run_errand
from tests.servers import ROOT, environment


@pytest.fixture
def runner(transactional_db):
    """`runner(concurrency=5)`: a Runner of errands at work in a thread. It is stopped at the end."""
    running = []

    def start(concurrency=5):
        one = Runner(concurrency, kinds={Errand: run_errand})
        thread = threading.Thread(target=asyncio.run, args=(one.run(),), daemon=True)
        thread.start()
        running.append((one, thread))
        until(lambda: one.loop)
        return one

    yield start
    for one, thread in running:
        one.stop()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def worker(transactional_db):
    """`worker()`: a real `run_worker` process of errands."""
    processes = []

    def start():
        command = [sys.executable, "-m", "tests.jobs.worker"]
        processes.append(subprocess.Popen(command, cwd=ROOT, env=environment(DJANGO_SETTINGS_MODULE="tests.jobs.site")))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()


def until(holds, seconds=20):
    """Wait until something holds; returns what it gave."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, "It did not come to hold"
        time.sleep(0.01)
    return found


@pytest.fixture
def becomes():
    """`becomes(errand, "done")`: wait until the row's state is this. Returns the row."""

    def wait(errand, state, seconds=20):
        return until(lambda: Errand.objects.filter(pk=errand.pk, state=state).first(), seconds)

    return wait
