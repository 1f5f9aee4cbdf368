"""Steps in threads."""

import asyncio
import threading

import pytest

from jobs.rounds import to_its_end


@pytest.mark.once
def test_who_cancels_a_step_that_may_not_be_broken_off_waits_for_it():
    may_go, done = threading.Event(), []

    def step():
        assert may_go.wait(10)
        done.append("done")

    async def cancel_twice():
        task = asyncio.create_task(to_its_end(step))
        for _ in range(2):
            await asyncio.sleep(0)
            task.cancel()
            finished, _ = await asyncio.wait([task], timeout=0.1)
            assert not finished
        may_go.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel_twice())
    assert done == ["done"]
