"""Random writes while frames are lost, doubled and reordered, sockets cut, Redis restarted and a server killed.

Real processes: PostgreSQL, a Redis of our own, two servers, three writers, seven pages.
"""

import json
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest

from accounts import regions
from realtime import versions
from settings_sync.models import Preference
from tests import backends, servers
from tests.ports import free_port
from tests.realtime.chaos.visitor import PeoplePart, Visitor
from tests.realtime.chaos.witness import Witness
from tests.realtime.page import RegionPart
from tests.realtime.wire import Wire

pytestmark = [pytest.mark.redis, pytest.mark.alone, pytest.mark.usefixtures("transactional_db")]

WRITERS = 3
HEALED = 5  # seconds from the last lost hint until every page is right
MARGIN = 5  # for reconnecting, and for a busy machine
servers.COMMANDS["chaos"] = [part.replace("config.asgi", "tests.realtime.chaos.asgi") for part in servers.COMMANDS["uvicorn"]]


class Redis:
    """A Redis of our own that can be restarted on its port."""

    def __init__(self):
        self.port, self.stack = free_port(), ExitStack()
        self.url = self.stack.enter_context(backends.private_redis(self.port))

    def stop(self):
        self.stack.close()

    close = stop

    def start(self):
        self.stack.enter_context(backends.private_redis(self.port))


@pytest.fixture
def redis():
    with closing(Redis()) as redis:
        yield redis


@pytest.fixture
def site(redis, request):
    site = servers.Site(getattr(request, "param", "uvicorn"), 2, REDIS_URL=redis.url, CHAOS_SEED="7")
    site.start()
    yield site
    site.stop()


class Writers:
    """Processes that write at random."""

    def __init__(self, redis):
        environment = servers.environment(REDIS_URL=redis.url)
        self.processes = [self.start(seed, environment) for seed in range(1, WRITERS + 1)]

    @staticmethod
    def start(seed, environment):
        command = [sys.executable, "-m", "tests.realtime.chaos.writer", str(seed)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        options = {"cwd": servers.ROOT, "text": True, **pipes}
        return subprocess.Popen(command, env=environment, **options)

    def stop(self):
        """End them, and return what their commits made true."""
        commits = []
        for process in self.processes:
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, err[-2000:]
            commits += map(json.loads, out.splitlines())
        return commits


@pytest.fixture
def people(ada, grace, eve):
    for person in (ada, grace, eve):
        person.display_name = "N 0"
        person.save()
    return [ada, ada, ada, grace, grace, eve, eve]


@pytest.fixture
def visitors(site, people):
    visitors = [Visitor(person, site.urls, seed) for seed, person in enumerate(people)]
    for visitor in visitors:
        visitor.start()
    yield visitors
    for visitor in visitors:
        visitor.stop.set()
    for visitor in visitors:
        visitor.join(10)


def fresh(user):
    """What this person's page shows when it is rendered now."""
    shown = {
        "badge": RegionPart.read(regions.badge(user).html())[1].html(),
        "preferences": {key: preference.as_json() for key, preference in Preference.objects.of(user).items()},
    }
    if user.is_internal:
        shown["people"] = PeoplePart.read(replace(regions.people(), shared=False).html())[1].html()
    return shown


def shows(visitor):
    contents = {name: part.content for name, part in visitor.page.parts.items()} if visitor.page else {}
    return {name: content if isinstance(content, dict) else content.html() for name, content in contents.items()}


def let_it_rage(commits=30, seconds=60):
    """Until so many transactions have changed the list of people."""
    end, enough = time.monotonic() + seconds, versions.of(["people"])["people"] + commits
    while versions.of(["people"])["people"] < enough:
        assert time.monotonic() < end, "The writers do not write"
        time.sleep(0.05)


@pytest.mark.parametrize("site", ["chaos"], indirect=True)
def test_every_page_ends_equal_to_a_fresh_one_and_none_goes_back(site, redis, visitors, people):
    writers = Writers(redis)
    let_it_rage()
    redis.stop()
    let_it_rage()
    redis.start()
    let_it_rage()
    site.servers[1].kill()
    let_it_rage()
    site.servers[1].start().wait_ready()
    let_it_rage()
    redis.stop()
    redis.start()
    commits = writers.stop()
    ended = time.monotonic()
    for visitor in visitors:
        visitor.calm.set()
    wrong = visitors
    while wrong and time.monotonic() - ended < HEALED + MARGIN:
        time.sleep(0.05)
        wrong = [v for v in visitors if not v.failure and shows(v) != fresh(v.user)]
    print(
        f"Right after {time.monotonic() - ended:.1f} s; {len(commits)} commits; connections:", *(v.connections for v in visitors)
    )
    assert [v.failure for v in visitors if v.failure] == []
    assert [(v.user.username, v.page and v.page.claims) for v in wrong] == [], versions.of(["people"])
    witness = Witness(commits)
    for visitor in visitors:
        if part := visitor.page.parts.get("people"):
            witness.judge(part.shown)
    assert sum(visitor.connections for visitor in visitors) > 2 * len(visitors), "Connections broke"


def test_hints_travel_again_after_redis_was_restarted(site, redis, ada):
    """Not by the sweep: the subscriptions come back by themselves."""
    with Wire(site.urls[0], ada) as one, Wire(site.urls[1], ada) as two:
        for tab in (one, two):
            tab.hello({"people": versions.of(["people"])["people"]})
        write_until_a_frame_comes(redis, one, two)
        redis.stop()
        redis.start()
        write_until_a_frame_comes(redis, one, two)


def write_until_a_frame_comes(redis, *tabs):
    """Each write is seen; the first ones after the restart perhaps only by the sweep."""
    script = "from realtime import *; from realtime.publisher import flush; publish('people', assign('a', 1)); flush()"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    waiting = set(tabs)
    end = time.monotonic() + 40
    while waiting:
        assert time.monotonic() < end, "Hints do not travel any more"
        subprocess.run(command, cwd=servers.ROOT, env=servers.environment(REDIS_URL=redis.url), check=True)
        waiting = {tab for tab in waiting if tab.next("frame", "stale")["type"] != "frame"}


def test_the_witness_sees_a_page_that_is_older_than_it_says():
    commits = [{"versions": {"people": v}, "rows": {"7": [v + 1, True]}} for v in (1, 2)]
    witness = Witness(commits)
    witness.judge([({"people": 1}, {7: 2}), ({"people": 1}, {7: 3}), ({"people": 2}, {7: 3})])
    for states in (
        [({"people": 2}, {7: 2})],
        [({"people": 2}, {})],
        [({"people": 2}, {7: 3}), ({"people": 1}, {7: 3})],
        [({"people": 1}, {7: 9})],
    ):
        with pytest.raises(AssertionError):
            witness.judge(states)
