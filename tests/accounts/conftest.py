import json
import re

import pytest
from django.contrib.auth.hashers import make_password

from realtime import frames as announced
from realtime import regions, versions


@pytest.fixture(autouse=True)
def _fresh_regions(monkeypatch):
    """A test's database begins at version 0 again, a process' renderings do not."""
    monkeypatch.setattr(regions, "_renderings", regions.Renderings(regions.MOST_CACHED))


@pytest.fixture
def frames(transactional_db):
    """The frames that the test itself publishes, in order."""
    with announced.collecting() as collected:
        yield Frames(collected)


class Frames:
    def __init__(self, collected):
        self.collected = collected

    def of(self, topic):
        return [frame for frame in self.collected if frame["topic"] == topic]

    def last(self, topic):
        return self.of(topic)[-1]

    def values(self, topic):
        """What the last frame of this topic sets: {key: value}."""
        return {patch["key"]: patch["value"] for patch in self.last(topic)["patches"] if patch["op"] == "set"}


@pytest.fixture
def carried():
    """The frames that an htmx answer carries: {topic: patches}."""

    def read(response):
        found = re.search(r"<template data-frames>(.*)</template>", response.content.decode())
        return {frame["topic"]: frame.get("patches") for frame in json.loads(found[1])} if found else {}

    return read


@pytest.fixture
def version():
    """`version(grace)`: how often what is known of her sessions and devices has changed."""

    def read(person):
        (number,) = versions.of([f"user.{person.pk}.sessions"]).values()
        return number

    return read


@pytest.fixture
def quick_hashes(settings, monkeypatch, password):
    """The real ones are slow by design; for tests that look at hundreds of passwords. Not where a server process looks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr("tests.conftest._hashed", lambda: make_password(password))
