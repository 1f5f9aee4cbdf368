"""How the end of a job is written."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jobs.runner import Runner
from tests.jobs.conftest import until
from tests.jobs.models import Errand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowded(transactional_db):
    """A runner, what says that its errand is over, and what lets go of the only thread, for which the errand's end then waits."""
    over, may_go = threading.Event(), threading.Event()

    async def work(errand):
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        loop.run_in_executor(None, may_go.wait, 20)
        loop.call_soon(over.set)

    one = Runner(5, kinds={Errand: work})
    thread = threading.Thread(target=asyncio.run, args=(one.run(),), daemon=True)
    thread.start()
    yield one, over, may_go
    may_go.set()
    one.stop()
    thread.join(10)
    assert not thread.is_alive()


def test_what_is_over_is_written_also_where_it_is_cancelled_before_a_thread_is_free(crowded, becomes):
    """As whoever stops it, a lease that is lost and a runner that stops do."""
    runner, over, may_go = crowded
    errand = Errand.objects.create()
    assert over.wait(10)
    task = until(lambda: next(iter(runner.tasks.values()), None))
    runner.loop.call_soon_threadsafe(task.cancel)
    until(task.cancelling)
    may_go.set()
    becomes(errand, "done", seconds=5)
    until(lambda: runner.counts["done"] == 1)
