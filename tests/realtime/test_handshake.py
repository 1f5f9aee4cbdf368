"""Join first, then authorize, then read the versions; deliver nothing before. At the exact moments, in this process."""

import asyncio
import threading

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from realtime import admission, assign, consumers, publish, versions
from realtime.models import Epoch
from tests.realtime import wire
from tests.realtime.tabs import blocking, hub, run, tab_of, until

User = get_user_model()
pytestmark = pytest.mark.usefixtures("quiet")


def gate(monkeypatch):
    """Hold the blocking half of every handshake before it begins: (reached, go)."""
    reached, go, admit = threading.Event(), threading.Event(), admission.admit

    def held(socket, hello):
        reached.set()
        go.wait(5)
        return admit(socket, hello)

    monkeypatch.setattr(admission, "admit", held)
    return reached, go


def test_a_page_hears_what_is_stale_and_what_is_gone(ada, eve):
    async def scenario():
        await blocking(publish, "people")
        now = await blocking(versions.of, ["people"])
        async with tab_of(ada) as tab:
            answer = await tab.hello({"people": 0, f"user.{eve.pk}.profile": 0, "no.such.topic": 3}, ["home", "attic"])
        assert answer == {
            "type": "welcome",
            "stale": now,
            "gone": [f"user.{eve.pk}.profile", "no.such.topic", "attic"],
        }

    run(scenario())


def test_a_page_that_shows_the_newest_version_has_nothing_to_fetch(ada):
    async def scenario():
        now = await blocking(versions.of, ["people", f"user.{ada.pk}.profile"])
        async with tab_of(ada) as tab:
            assert await tab.hello(now, build=settings.BUILD) == {"type": "welcome", "stale": {}, "gone": []}

    run(scenario())


@pytest.mark.parametrize(
    ("claim", "reason"),
    [({"epoch": "another life"}, "epoch"), ({"epoch": 7}, "epoch"), ({"build": "0ld"}, "build"), ({}, "ahead")],
    ids=["epoch", "epoch of a wrong type", "build", "ahead of the database"],
)
def test_a_page_of_another_life_loads_itself_again_and_hears_no_frames(ada, claim, reason):
    async def scenario():
        async with tab_of(ada) as tab:
            ahead = {"people": 10**6} if reason == "ahead" else {"people": 0}
            assert await tab.hello(ahead, **claim) == {"type": "reload", "reason": reason}
            await blocking(publish, "people")
            assert await tab.until_answered() == []

    run(scenario())


def test_frames_between_join_and_answer_follow_the_answer(ada, monkeypatch):
    reached, go = gate(monkeypatch)

    async def scenario():
        before = (await blocking(versions.of, ["people"]))["people"]
        async with tab_of(ada) as tab:
            asking = asyncio.create_task(tab.hello({"people": before}))
            await asyncio.to_thread(reached.wait, 5)
            await blocking(publish, "people", assign("a", 1))
            await seen("people", before + 1)
            go.set()
            assert (await asking)["stale"] == {"people": before + 1}
            frame = await tab.next("frame")
            assert (frame["from"], frame["to"]) == (before, before + 1)

    run(scenario())


def test_frames_of_a_refused_topic_are_never_delivered(ada, eve, monkeypatch):
    reached, go = gate(monkeypatch)
    profile = f"user.{ada.pk}.profile"

    async def scenario():
        async with tab_of(eve) as tab:
            asking = asyncio.create_task(tab.hello({profile: 0, "people": 0}))
            await asyncio.to_thread(reached.wait, 5)
            now = await blocking(lambda: (publish(profile, assign("secret", 1)), versions.of([profile]))[1])
            await seen(profile, now[profile])
            go.set()
            assert await asking == {"type": "welcome", "stale": {}, "gone": [profile, "people"]}
            await blocking(publish, profile, assign("secret", 2))
            assert await tab.until_answered() == []
            assert f"topic.{profile}" not in (await hub()).groups

    run(scenario())


async def seen(topic, version):
    """Until a frame has come through the transport to the hub."""
    current = await hub()
    await until(lambda: current.seen.get(topic, 0) >= version)


def test_more_than_a_socket_may_hold_during_the_handshake_becomes_stale(ada, monkeypatch):
    reached, go = gate(monkeypatch)

    async def scenario():
        async with tab_of(ada) as tab:
            asking = asyncio.create_task(tab.hello({"people": 0}))
            await asyncio.to_thread(reached.wait, 5)
            for number in range(70):
                await blocking(publish, "people", assign("n", number))
            last = (await blocking(versions.of, ["people"]))["people"]
            await seen("people", last)
            go.set()
            await asking
            assert (await tab.next("stale", "frame"))["type"] == "stale"
            while (frame := await tab.next("frame"))["to"] < last:
                pass
            assert frame["to"] == last

    run(scenario())


def test_watch_adds_topics_and_rooms_and_unwatch_gives_them_up(ada):
    profile = f"user.{ada.pk}.profile"

    async def scenario():
        async with tab_of(ada) as tab:
            await tab.hello()
            await blocking(publish, "people")
            now = await blocking(versions.of, ["people", profile])
            await tab.send({"type": "watch", "topics": {"people": 0, profile: now[profile]}, "rooms": ["home"]})
            assert await tab.next("watching") == {"type": "watching", "stale": {"people": now["people"]}, "gone": []}
            assert (await tab.next("presence"))["room"] == "home"
            await blocking(publish, "people")
            assert (await tab.next("frame"))["topic"] == "people"
            await tab.send({"type": "unwatch", "topics": ["people"], "rooms": ["home"]})
            await tab.send({"type": "unwatch", "topics": ["never watched"]})
            await tab.until_answered()
            await blocking(publish, "people")
            await blocking(publish, profile)
            assert (await tab.next("frame"))["topic"] == profile
            assert set((await hub()).groups) == {"processes", f"topic.{profile}"}

    run(scenario())


def test_watch_tells_of_a_forbidden_topic_without_ending_the_others(ada, eve):
    async def scenario():
        own = f"user.{eve.pk}.profile"
        async with tab_of(eve) as tab:
            await tab.hello({own: 0})
            await tab.send({"type": "watch", "topics": {"people": 0, "probe": 0}, "rooms": ["attic"]})
            assert (await tab.next("watching"))["gone"] == ["people", "probe", "attic"]
            await blocking(publish, own, assign("a", 1))
            assert (await tab.next("frame"))["topic"] == own

    run(scenario())


def test_nothing_but_hello_is_heard_first_and_only_one_hello(ada):
    async def scenario():
        async with tab_of(ada) as tab:
            await tab.send({"type": "watch", "topics": {"people": 0}})
            assert (await tab.next("error", "watching"))["code"] == "malformed"
            await tab.hello({"people": 0})
            assert (await tab.hello({"people": 0}))["code"] == "malformed"

    run(scenario())


def test_nobody_is_signed_out_at_the_handshake():
    async def scenario():
        async with tab_of(None) as tab:
            await tab.send({"type": "hello", "topics": {"people": 0}})
            assert await tab.closing() == 4401

    run(scenario())


def test_a_session_that_ended_after_connecting_is_signed_out(ada, client_of):
    async def scenario():
        client = await blocking(client_of, ada)
        async with tab_of(session=client.session.session_key) as tab:
            await blocking(client.logout)
            await tab.send({"type": "hello", "topics": {"people": 0}})
            assert await tab.closing() == 4401

    run(scenario())


def test_a_connection_that_does_not_introduce_itself_is_closed(ada, monkeypatch):
    monkeypatch.setattr(consumers, "HELLO_SECONDS", 0.05)

    async def scenario():
        async with tab_of(ada) as tab:
            assert await tab.closing() == 4400

    run(scenario())


def test_a_slow_admission_is_not_a_missing_hello(ada, monkeypatch):
    """The database may take longer than the page has to introduce itself."""
    monkeypatch.setattr(consumers, "HELLO_SECONDS", 0.05)
    admit, late = admission.admit, threading.Event()

    def slowly(*args):
        late.wait(10)
        return admit(*args)

    monkeypatch.setattr(admission, "admit", slowly)

    async def scenario():
        async with tab_of(ada) as tab:
            hello = asyncio.ensure_future(tab.hello({}))
            (await hub()).loop.call_later(0.2, late.set)  # well after the deadline
            assert (await hello)["type"] == "welcome"

    run(scenario())


def test_a_restored_database_reloads_the_pages_of_its_former_life_once(ada):
    async def scenario():
        async with tab_of(ada) as old:
            await old.hello({"people": 0})
            await blocking(Epoch.renew)
            async with tab_of(ada) as new:
                await new.hello({"people": 0})
                sweep = (await hub()).sweep
                await sweep.once()
                await sweep.once()
                assert [message for message in old.said() if message["type"] == "reload"] == [
                    {"type": "reload", "reason": "epoch"}
                ]
                assert not [message for message in new.said() if message["type"] == "reload"]

    run(scenario())


def test_a_right_that_is_lost_in_the_middle_of_the_handshake_is_lost(ada, monkeypatch):
    """The check of the doorman runs before the socket has an owner, so the handshake asks again."""
    reached, go, admit = threading.Event(), threading.Event(), admission.admit

    def held(socket, hello):
        answer = admit(socket, hello)
        reached.set()
        go.wait(5)
        return answer

    monkeypatch.setattr(admission, "admit", held)

    async def scenario():
        async with tab_of(ada) as tab:
            asking = asyncio.create_task(tab.until_answered(await blocking(wire.hello, {"people": 0})))
            await asyncio.to_thread(reached.wait, 5)
            current = await hub()
            before = current.doorman.checks
            await blocking(lambda: setattr(ada, "kind", "external") or ada.save())
            await until(lambda: current.doorman.checks > before)
            go.set()
            assert {"type": "gone", "topics": ["people"], "rooms": []} in await asking
            await blocking(publish, "people")
            assert await tab.until_answered() == []

    run(scenario())
