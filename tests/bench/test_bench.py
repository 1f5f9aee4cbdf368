"""The benchmark itself works: one cell of it, in its quick form."""

import asyncio
import tempfile

import pytest

from tests.bench import fanout, matrix, plan, processes

pytestmark = [pytest.mark.once, pytest.mark.alone]


@pytest.fixture
def environment():
    with tempfile.TemporaryDirectory(prefix="lockstep-bench-") as folder:
        environment = processes.environment(folder)
        processes.manage(environment, "migrate", "-v0")
        yield environment


async def measure(environment):
    async with matrix.both("uvicorn", environment, environment["DATA_DIR"], plan.QUICK, in_process=True) as sides:
        for side in sides:
            await side.fleet.grow(30)
        return await fanout.cell(sides, "one", seconds=1, rounds=1)


def test_the_site_delivers_all_that_was_published_and_so_does_its_bare_peer(environment):
    site, bare = asyncio.run(measure(environment))
    assert site.counted == bare.counted == (300, 300, 0, 0)
    assert 0 < site.percentile(0.5) < 1000
    assert site.micros > 0


def test_what_is_lost_or_comes_twice_is_counted():
    stamps = [("people", 7, 1.0), ("people", 8, 2.0)]
    arrivals = [(0, "people", 7, 1.1), (1, "people", 7, 1.2), (1, "people", 7, 1.3), (0, "other", 7, 1.4)]
    latencies, expected, received, twice = fanout.matched(stamps, arrivals, lambda topic: 2)
    assert (expected, received, twice) == (4, 2, 1)
    assert latencies == pytest.approx([0.1, 0.2, 0.3])
