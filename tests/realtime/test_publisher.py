"""A transport that hangs, fails or is full costs a hint, never a write."""

import asyncio
import threading
import time
from unittest.mock import Mock

import pytest
from channels.layers import get_channel_layer

from realtime import assign, publish, publisher, transports, versions
from realtime.hub import Hub
from realtime.publisher import Publisher
from tests.jobs.conftest import until

pytestmark = pytest.mark.django_db(transaction=True)
QUICK = 8  # seconds for thirty writes, also on a busy machine; a hung send alone takes one second


class Remote:
    """A transport to other processes, as faulty as the test wants it."""

    is_local = False

    def __init__(self):
        self.sent, self.threads, self.fault = [], set(), None

    async def send(self, messages):
        self.threads.add(threading.current_thread().name)
        if self.fault:
            await self.fault()
        self.sent += [(group, message) for group, message, _ in messages]


async def hang():
    await asyncio.sleep(3600)


async def fail():
    raise ConnectionRefusedError


@pytest.fixture
def remote(monkeypatch):
    remote = Remote()
    monkeypatch.setattr(transports, "current", lambda: remote)
    monkeypatch.setattr(publisher, "_publisher", Publisher())
    yield remote
    remote.fault = None
    assert publisher.flush(5), "else the next test hears of it"


@pytest.mark.parametrize("fault", [hang, fail])
def test_a_dead_transport_slows_no_write(remote, fault):
    remote.fault = fault
    began = time.monotonic()
    for number in range(30):
        publish("people", assign("n", number))
    assert time.monotonic() - began < QUICK
    assert versions.of(["people"]) == {"people": 30}


def test_a_send_that_hangs_is_given_up_and_the_next_one_gets_through(remote, monkeypatch, caplog):
    monkeypatch.setattr(publisher, "SEND_SECONDS", 0.05)
    remote.fault = hang
    publish("people")
    assert publisher.flush(5)
    remote.fault = None
    publish("people")
    assert publisher.flush(5)
    assert [message["to"] for _, message in remote.sent] == [2]
    assert "A hint was lost" in caplog.text


def test_a_full_queue_loses_hints_and_no_writes(remote, monkeypatch, caplog):
    monkeypatch.setattr(publisher, "MOST_WAITING", 10)
    remote.fault = hang
    for _ in range(30):
        publish("people")
    assert versions.of(["people"]) == {"people": 30}
    assert publisher._publisher._waiting <= 10
    assert "the queue is full" in caplog.text


def test_frames_leave_in_order_from_one_thread_of_their_own(remote):
    for _ in range(50):
        publish("people")
    assert publisher.flush(5)
    assert [message["to"] for _, message in remote.sent] == list(range(1, 51))
    assert remote.threads == {"realtime-publisher"}


def test_what_workers_wait_for_waits_for_nobody(remote, monkeypatch):
    monkeypatch.setattr(publisher, "APART", 10)
    publisher.send("g", "first")
    until(lambda: remote.sent)
    publisher.send("g", "second")
    publisher.send("jobs", "wake", alone=threading.Event())
    until(lambda: len(remote.sent) == 3, seconds=5)


@pytest.mark.redis
def test_many_that_wait_travel_as_one_to_all_hubs_and_what_is_for_others_goes_alone_and_first():
    frames = [(f"topic.{number}", {"type": "frame", "to": number}, False) for number in range(5)]

    async def travel():
        layer = get_channel_layer()
        channel = await layer.new_channel()
        for group in ("jobs", "processes", "topic.0"):
            await layer.group_add(group, channel)
        await transports.LayerTransport().send([*frames, ("jobs", {"type": "wake"}, True)])
        await transports.LayerTransport().send(frames[:1])
        return [await layer.receive(channel) for _ in range(3)]

    alone, many, single = asyncio.run(asyncio.wait_for(travel(), 10))
    assert alone == {"group": "jobs", "type": "wake"}
    assert (many["group"], many["type"]) == ("processes", "many")
    assert many["messages"] == [[group, message] for group, message, _ in frames]
    assert single == {"group": "topic.0", "type": "frame", "to": 0}


@pytest.mark.once
def test_of_many_a_hub_takes_what_its_sockets_watch():
    loop = asyncio.new_event_loop()
    hub, watching = Hub(loop), Mock()
    hub.groups["topic.a"].add(watching)
    frames = [("topic.b", {"type": "frame", "topic": "b", "to": 1, "text": "1"})]
    frames += [("topic.a", {"type": "frame", "topic": "a", "to": version, "text": str(version)}) for version in (1, 2)]
    hub.receive("processes", {"type": "many", "messages": frames})
    loop.close()
    told = [call.args for call in watching.deliver.call_args_list]
    assert told == [("a", 1, {"type": "websocket.send", "text": "1"}), ("a", 2, {"type": "websocket.send", "text": "2"})]
    assert "topic.b" not in hub.groups


def test_flush_says_when_it_was_too_short(remote):
    assert publisher.flush(0.01), "Nothing waits"
    remote.fault = hang
    publish("people")
    assert not publisher.flush(0.01)


@pytest.mark.once
def test_hubs_of_closed_loops_are_forgotten():
    closed = Mock(loop=asyncio.new_event_loop())
    closed.loop.close()
    transport = transports.LocalTransport()
    transport._hubs.add(closed)
    transport.send_now("people", {"type": "frame"})
    assert transport._hubs == set()


def test_a_newer_message_of_a_stream_takes_the_place_of_one_that_waits_and_of_no_other(remote):
    """A reply says everything since its last checkpoint each time; the message that makes the next checkpoint has to arrive."""
    gate = threading.Event()

    async def wait():
        await asyncio.to_thread(gate.wait, 10)

    remote.fault = wait
    publisher.send("g", "first, and already on its way")
    until(lambda: remote.threads)
    for message, is_last in (("1a", False), ("1ab", False), ("1abc, kept", True), ("2a", False), ("2ab", False)):
        publisher.send("g", message, key="reply", is_last=is_last)
    publisher.send("g", "of another", key="other")
    gate.set()
    assert publisher.flush(5)
    assert [message for _, message in remote.sent] == ["first, and already on its way", "1abc, kept", "2ab", "of another"]
    publisher.send("g", "2abc", key="reply")
    assert publisher.flush(5)
    assert remote.sent[-1] == ("g", "2abc")


def test_what_is_sent_ahead_is_out_when_the_caller_goes_on(remote, monkeypatch):
    monkeypatch.setattr(publisher, "PATIENCE", 20)
    publisher.send_ahead("jobs", "wake")
    assert remote.sent == [("jobs", "wake")]


@pytest.mark.parametrize("fault", [hang, fail])
def test_a_dead_transport_keeps_nobody_who_sends_ahead(remote, fault):
    remote.fault = fault
    began = time.monotonic()
    for _ in range(20):
        publisher.send_ahead("jobs", "wake")
    assert time.monotonic() - began < QUICK
