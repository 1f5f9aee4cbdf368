"""A reader that takes nothing costs a bound of memory, hears at last what is stale, and is closed when it stays stuck."""

import asyncio
import json

import pytest

from realtime import outbox, publish
from realtime.hub import Hub
from realtime.outbox import MOST_BYTES, MOST_MESSAGES, Outbox, text_event
from realtime.sockets import Socket
from tests.realtime.tabs import blocking, run, tab_of, until


class Peer:
    """The ASGI send of a socket that takes nothing while `reads` is clear."""

    def __init__(self):
        self.taken, self.reads = [], asyncio.Event()

    async def send(self, event):
        await self.reads.wait()
        self.taken.append(event)

    @property
    def messages(self):
        return [json.loads(event["text"]) for event in self.taken]

    async def has(self, count):
        await until(lambda: len(self.taken) >= count)
        await asyncio.sleep(0)
        return self.messages


def frame(topic, version):
    return {"type": "frame", "topic": topic, "to": version}


def put(box, *versions, topic="people"):
    for version in versions:
        box.put(text_event(frame(topic, version)), topic, version)


def outbox_of(peer, stuck=None):
    return Outbox(peer.send, stuck or (lambda: pytest.fail("It is not stuck")))


def test_an_open_socket_gets_its_frames_at_once_and_in_order():
    async def scenario():
        peer = Peer()
        peer.reads.set()
        put(outbox_of(peer), 1, 2, 3)
        assert [message["to"] for message in peer.messages] == [1, 2, 3]

    run(scenario())


def test_a_slow_socket_gets_its_frames_later_and_in_order():
    async def scenario():
        peer = Peer()
        box = outbox_of(peer)
        put(box, 1, 2, 3)
        assert peer.taken == []
        peer.reads.set()
        assert [message["to"] for message in await peer.has(3)] == [1, 2, 3]
        put(box, 4)
        assert (await peer.has(4))[-1]["to"] == 4

    run(scenario())


def test_a_full_outbox_says_the_newest_version_of_each_topic_once():
    async def scenario():
        peer = Peer()
        box = outbox_of(peer)
        put(box, 1)
        for version in range(2, 200):
            put(box, version)
            put(box, version * 10, topic="usage")
        put(box, 150)  # Out of order: the highest counts.
        peer.reads.set()
        first, stale = await peer.has(2)
        assert first == frame("people", 1)
        assert stale == {"type": "stale", "topics": {"people": 199, "usage": 1990}}
        put(box, 200)
        assert (await peer.has(3))[-1] == frame("people", 200), "Afterwards frames travel again"

    run(scenario())


@pytest.mark.parametrize("size", [10, 40_000], ids=["by number", "by bytes"])
def test_what_waits_has_a_bound(size):
    async def scenario():
        box = outbox_of(Peer())
        for version in range(5_000):
            box.put({"type": "websocket.send", "text": "x" * size}, "people", version)
            assert len(box._frames) <= MOST_MESSAGES
            assert box._bytes <= MOST_BYTES + size

    run(scenario())


def test_a_full_outbox_loses_no_answer_and_no_gone():
    async def scenario():
        peer = Peer()
        box = outbox_of(peer)
        put(box, 1)
        box.put(text_event({"type": "watching", "stale": {"usage": 3}, "gone": []}))
        put(box, *range(2, 300))
        box.put(text_event({"type": "gone", "topics": ["usage"], "rooms": []}))
        box.put(text_event({"type": "reload", "reason": "epoch"}))
        peer.reads.set()
        kinds = [message["type"] for message in await peer.has(5)]
        assert kinds == ["frame", "watching", "gone", "reload", "stale"]

    run(scenario())


def test_of_snapshots_only_the_newest_waits():
    async def scenario():
        peer = Peer()
        box = outbox_of(peer)
        put(box, 1)
        for count in range(1000):
            box.put(text_event({"type": "presence", "room": "home", "count": count}), key="room.home")
        box.put(text_event({"type": "ping"}), key="ping")
        peer.reads.set()
        assert [message.get("count") for message in await peer.has(3)] == [None, 999, None]

    run(scenario())


def test_a_socket_that_stays_blocked_is_given_up(monkeypatch):
    monkeypatch.setattr(outbox, "STUCK_SECONDS", 0.05)

    async def scenario():
        given_up = asyncio.Event()
        put(outbox_of(Peer(), given_up.set), 1, 2)
        async with asyncio.timeout(5):
            await given_up.wait()

    run(scenario())


def test_a_peer_that_is_gone_breaks_nobody_else():
    async def broken(event):
        raise ConnectionResetError

    async def broken_later(event):
        await asyncio.sleep(0)
        raise ConnectionResetError

    async def scenario():
        for send in (broken, broken_later):
            box = Outbox(send, lambda: pytest.fail("It is not stuck"))
            put(box, 1, 2)
            await asyncio.sleep(0.01)
            put(box, 3)

    run(scenario())


def test_a_stuck_tab_is_closed_with_1013_and_leaves(quiet, ada, monkeypatch):
    monkeypatch.setattr(outbox, "STUCK_SECONDS", 0.05)

    async def scenario():
        async with tab_of(ada) as tab:
            await tab.hello({"people": 0})
            hub = await Hub.current()
            (socket,) = hub.sockets
            tab.takes.clear()
            socket.tell({"type": "ping"})
            await until(lambda: tab.task.done())
            assert (hub.sockets, "topic.people" in hub.groups) == (set(), False)
            tab.takes.set()
            assert await tab.closing() == 1013

    run(scenario())


@pytest.mark.parametrize("code", [1009, 1013])
def test_a_server_that_refuses_a_code_gets_another(code):
    """Daphne closes with 1000 and 3000–4999 only."""
    closed = []

    async def send(event):
        if not 3000 <= event["code"] <= 4999:
            raise ValueError("invalid close code")
        closed.append(event["code"])

    async def scenario():
        Socket(send, "key", "signature").close(code)
        await until(lambda: closed)
        assert closed == [code + 3000]

    run(scenario())


def test_one_blocked_socket_delays_no_other(quiet, ada):
    async def scenario():
        async with tab_of(ada) as blocked, tab_of(ada) as open_tab:
            await blocked.hello({"people": 0})
            await open_tab.hello({"people": 0})
            blocked.takes.clear()
            for _ in range(5):
                await blocking(publish, "people")
            for _ in range(5):
                await open_tab.next("frame", seconds=2)
            blocked.takes.set()
            for _ in range(5):
                await blocked.next("frame")

    run(scenario())
