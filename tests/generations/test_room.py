"""Who is in the gallery room, when a server of it dies."""

import time

import pytest

from tests.realtime.wire import Wire
from tests.servers import Site

pytestmark = [pytest.mark.redis, pytest.mark.alone]
GONE = 30  # seconds
SLACK = 2  # for a busy machine


@pytest.fixture
def site(transactional_db):
    site = Site("uvicorn", 2).start()
    yield site
    site.stop()


def test_the_people_of_a_killed_server_are_gone_within_thirty_seconds(site, ada, grace):
    with Wire(site.urls[0], ada) as hers, Wire(site.urls[1], grace) as other:
        for tab in (hers, other):
            tab.hello(rooms=["generations"])
        shows(hers, 2)
        site.servers[1].kill()
        killed = time.monotonic()
        shows(hers, 1, GONE + SLACK)
        assert time.monotonic() - killed < GONE + SLACK


def shows(tab, count, seconds=10):
    """Until so many people are shown. As pages do, it answers each ping."""
    end = time.monotonic() + seconds
    while (message := tab.next("presence", "ping", seconds=end - time.monotonic())).get("count") != count:
        if message["type"] == "ping":
            tab.send({"type": "pong"})
