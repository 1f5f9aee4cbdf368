"""Who is here: one avatar a person whatever the number of tabs; gone soon after a leave, later after a crash."""

import time
import uuid

import pytest

from realtime import consumers, leases, presence, pulse, showing, sockets, sweep
from realtime.hub import Hub
from tests.realtime.tabs import blocking, run, tab_of, until

PING_SECONDS = pulse.PING_SECONDS  # before `quiet` makes it long
SWEEP_SECONDS = sweep.SWEEP_SECONDS

pytestmark = pytest.mark.usefixtures("quiet", "own_room")


@pytest.fixture
def own_room(monkeypatch):
    """In Redis, people of other tests may still hold leases of the room."""
    life = uuid.uuid4().hex
    monkeypatch.setattr(presence, "_key", lambda room: f"room.{room}.{life}")


async def shows(tab, *names):
    """Until this tab shows exactly these people."""
    while True:
        shown = await tab.next("presence")
        if [person["name"] for person in shown["people"]] == list(names):
            assert shown["count"] == len(names)
            return shown


def test_each_person_is_shown_once(ada, grace):
    async def scenario():
        async with tab_of(ada) as one, tab_of(ada) as two, tab_of(grace) as hers:
            await one.hello(rooms=["home"], tab="one")
            shown = await shows(one, "Ada Lovelace")
            known_by = {"name": "Ada Lovelace", "initials": "AL", "colour": ada.pk % 12, "picture": "", "status": ""}
            assert shown["people"] == [{"id": ada.pk, **known_by}]
            await two.hello(rooms=["home"], tab="two")
            await hers.hello(rooms=["home"])
            for tab in (one, two, hers):
                await shows(tab, "Ada Lovelace", "Grace Hopper")

    run(scenario())


def test_somebody_is_here_until_the_last_tab_has_left(ada, grace, monkeypatch):
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.1)

    async def scenario():
        async with tab_of(grace) as hers, tab_of(ada) as one:
            await hers.hello(rooms=["home"])
            await one.hello(rooms=["home"], tab="one")
            await shows(hers, "Ada Lovelace", "Grace Hopper")
            async with tab_of(ada) as two:
                await two.hello(rooms=["home"], tab="two")
            await until(lambda: len(leases.current().holders(presence._key("home"))) == 2)
            assert (await blocking(presence.snapshot, "home"))["count"] == 2
            await one.leave()
            await shows(hers, "Grace Hopper")

    run(scenario())


def test_a_reload_is_not_seen(ada, grace):
    """A tab that comes back within the grace period was never away."""

    async def scenario():
        async with tab_of(grace) as hers:
            await hers.hello(rooms=["home"])
            async with tab_of(ada) as tab:
                await tab.hello(rooms=["home"])
                await shows(hers, "Ada Lovelace", "Grace Hopper")
            async with tab_of(ada) as tab:
                await tab.hello(rooms=["home"])
                await shows(tab, "Ada Lovelace", "Grace Hopper")
                assert not [message for message in hers.said() if message["type"] == "presence"]

    run(scenario())


def test_giving_up_the_room_is_leaving_it(ada, grace, monkeypatch):
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.05)

    async def scenario():
        async with tab_of(grace) as hers, tab_of(ada) as tab:
            await hers.hello(rooms=["home"])
            await tab.hello(rooms=["home"])
            await shows(hers, "Ada Lovelace", "Grace Hopper")
            await tab.send({"type": "unwatch", "rooms": ["home"]})
            await shows(hers, "Grace Hopper")

    run(scenario())


def test_a_tab_that_gives_no_sign_of_life_is_gone(ada, grace, monkeypatch):
    """A crash says no goodbye: its lease runs out, and the sweep notices."""
    monkeypatch.setattr(presence, "LEASE_SECONDS", 1)

    async def scenario():
        async with tab_of(grace) as hers, tab_of(ada) as dead:
            await hers.hello(rooms=["home"])
            await dead.hello(rooms=["home"])
            await shows(hers, "Ada Lovelace", "Grace Hopper")
            hub = await Hub.current()
            await hub.pulse.once()  # Both were alive when they came; this asks again.
            monkeypatch.setattr(presence, "LEASE_SECONDS", 30)
            await hers.next("ping")
            await hers.until_answered({"type": "pong"})
            await hub.pulse.once()
            await until(lambda: len(leases.current().holders(presence._key("home"))) == 1)
            await hub.sweep.once()
            await shows(hers, "Grace Hopper")

    run(scenario())


def test_a_pong_keeps_the_leases_of_a_tab(ada, monkeypatch):
    renewed = []
    monkeypatch.setattr(pulse, "_renew", lambda held: renewed.append([(key, holder) for key, holder, _ in held]))

    async def scenario():
        async with tab_of(ada) as tab:
            await tab.hello(rooms=["home"])
            hub = await Hub.current()
            (socket,) = hub.sockets
            for answers in (True, True, False):
                await hub.pulse.once()
                await tab.next("ping")
                if answers:
                    await tab.until_answered({"type": "pong"})
            lease = [(presence._key("home"), f"{ada.pk}:{socket.tab}"), (f"sockets.{socket.session}", socket.id)]
            assert renewed == [lease, lease, lease]
            await hub.pulse.once()
            assert len(renewed) == 3, "No answer, no lease"

    run(scenario())


GONE = 30  # seconds after a crash


class Clock:
    """Stands until a test moves it. Leases and sockets tell the time by it."""

    def __init__(self):
        self.now = 1_000_000.0

    def time(self):
        return self.now

    monotonic = time


@pytest.mark.parametrize("late", [0, 4, 9.5], ids=lambda late: f"answered after {late} s")
def test_a_tab_that_crashed_is_gone_thirty_seconds_later(ada, monkeypatch, late):
    clock, seen = Clock(), GONE - SWEEP_SECONDS - showing.COALESCE_SECONDS
    for module in (leases, pulse, sockets, consumers):
        monkeypatch.setattr(module, "time", clock)

    def is_here():
        return bool(leases.current().holders(presence._key("home")))

    async def scenario():
        async with tab_of(ada) as tab:
            await tab.hello(rooms=["home"])
            hub = await Hub.current()
            for _ in range(3):
                clock.now += PING_SECONDS - late
                assert is_here(), "What answers stays"
                await hub.pulse.once()
                await tab.next("ping")
                clock.now += late
                await tab.until_answered({"type": "pong"})
            crashed = clock.now
            for second in range(1, GONE):
                clock.now = crashed + second
                if (second + late) % PING_SECONDS == 0 or (late == 9.5 and second % PING_SECONDS == 1):
                    await hub.pulse.once()
            clock.now = crashed + seen
            assert not is_here()

    run(scenario())


@pytest.mark.alone
def test_who_leaves_is_gone_within_four_seconds(ada, grace):
    async def scenario():
        async with tab_of(grace) as hers, tab_of(ada) as tab:
            await hers.hello(rooms=["home"])
            await tab.hello(rooms=["home"])
            await shows(hers, "Ada Lovelace", "Grace Hopper")
            left = time.monotonic()
            await tab.leave()
            await shows(hers, "Grace Hopper")
            assert time.monotonic() - left < 4

    run(scenario())


@pytest.mark.alone
def test_who_polled_and_closes_the_page_is_gone_within_four_seconds(ada, grace, client_of):
    polls = client_of(ada)

    def post(path):
        return polls.post(path, {"tab": "t", "topics": {}, "rooms": ["home"]}, content_type="application/json")

    async def scenario():
        async with tab_of(grace) as hers:
            await hers.hello(rooms=["home"])
            assert (await blocking(post, "/live/sync/")).status_code == 200
            await shows(hers, "Ada Lovelace", "Grace Hopper")
            left = time.monotonic()
            assert (await blocking(post, "/live/leave/")).status_code == 200
            await shows(hers, "Grace Hopper")
            assert time.monotonic() - left < 4

    run(scenario())


def test_a_socket_takes_the_place_of_the_polling_of_its_page(ada):
    async def scenario():
        await blocking(presence.enter, "home", ada.pk, "t")
        async with tab_of(ada) as tab:
            await tab.hello(rooms=["home"], tab="t")
            (socket,) = (await Hub.current()).sockets
            assert await blocking(leases.current().holders, presence._key("home")) == [f"{ada.pk}:{socket.tab}"]

    run(scenario())


def test_a_new_name_shows(ada, grace):
    async def scenario():
        async with tab_of(grace) as hers:
            await blocking(presence.enter, "home", ada.pk, "elsewhere")
            await hers.hello(rooms=["home"])
            await shows(hers, "Ada Lovelace", "Grace Hopper")
            ada.display_name = "Ada King"
            await blocking(ada.save)
            await shows(hers, "Ada King", "Grace Hopper")

    run(scenario())


def test_at_most_three_people_are_shown_and_all_are_counted(ada, grace, eve):
    others = [type(ada).objects.create(username=f"p{n}", email=f"p{n}@example.com") for n in range(5)]

    async def scenario():
        for person in [grace, eve, *others]:
            await blocking(presence.enter, "home", person.pk, "tab")
        async with tab_of(ada) as tab:
            await tab.hello(rooms=["home"])
            while (shown := await tab.next("presence"))["count"] != 8:
                pass
            assert len(shown["people"]) == 3

    run(scenario())


def test_without_the_store_of_leases_people_still_work(ada, monkeypatch, caplog):
    class Dead:
        def __getattr__(self, name):
            raise ConnectionError("no store")

    monkeypatch.setattr(leases, "current", Dead)

    async def scenario():
        async with tab_of(ada) as tab:
            assert (await tab.hello({"people": 0}, ["home"]))["type"] == "welcome"

    run(scenario())
    assert "Presence is not available" in caplog.text


@pytest.mark.parametrize("store", ["current", "memory"])
def test_leases_end_by_themselves_and_when_dropped(store):
    kept = leases.current() if store == "current" else leases.MemoryLeases()
    key = f"test.{uuid.uuid4().hex}"
    kept.take(key, "short", 0.05)
    kept.take(key, "long", 30)
    kept.take(key, "dropped", 30)
    kept.drop(key, "dropped")
    kept.drop(key, "never there")
    run(until(lambda: kept.holders(key) == ["long"]))
