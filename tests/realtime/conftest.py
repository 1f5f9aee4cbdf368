"""What the tests of the live pages share."""

import json

import pytest

from realtime import leases, pulse, sweep, transports

HOUR = 3600


class Recorder:
    """A transport that keeps what it is given."""

    is_local = True

    def __init__(self):
        self.messages = []

    def send_now(self, group, message):
        self.messages.append((group, message))

    def frames(self, topic=None):
        texts = [message["text"] for _, message in self.messages if message["type"] == "frame"]
        return [frame for frame in map(json.loads, texts) if topic in (None, frame["topic"])]

    def clear(self):
        self.messages.clear()


@pytest.fixture
def sent(transactional_db, monkeypatch):
    """Everything that this process hands to the transport."""
    recorder = Recorder()
    monkeypatch.setattr(transports, "current", lambda: recorder)
    return recorder


@pytest.fixture
def quiet(transactional_db, monkeypatch):
    """Hubs of this process neither sweep nor ping by themselves: the test says when."""
    monkeypatch.setattr(sweep, "SWEEP_SECONDS", HOUR)
    monkeypatch.setattr(pulse, "PING_SECONDS", HOUR)


@pytest.fixture(autouse=True)
def _own_leases():
    """No lease of another test is left in this process' memory; in Redis, session keys and ids of people differ."""
    leases.current.cache_clear()
