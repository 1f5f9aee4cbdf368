"""What the server answers to a page that says which versions it shows. The same for the socket and for polling."""

import re
from dataclasses import dataclass, field

from django.conf import settings

from realtime import rooms, topics, versions

MOST_TOPICS = 200
TAB = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Malformed(Exception):
    """A message that is not of the protocol. Its text is for the page."""


@dataclass(frozen=True, slots=True)
class Hello:
    """A page's claim: the versions it shows, the rooms it is in. `watch` messages are hellos without an epoch."""

    topics: dict
    rooms: list = field(default_factory=list)
    tab: str = ""
    epoch: str | None = None
    build: str | None = None

    @classmethod
    def parse(cls, message):
        claimed, wanted = message.get("topics", {}), message.get("rooms", [])
        if not isinstance(claimed, dict) or not all(type(v) is int and v >= 0 for v in claimed.values()):
            raise Malformed("topics must map names to versions, which are whole numbers.")
        if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
            raise Malformed("rooms must be a list of names.")
        if len(claimed) + len(wanted) > MOST_TOPICS:
            raise Malformed(f"At most {MOST_TOPICS} topics and rooms in one message.")
        tab = message.get("tab", "")
        if not isinstance(tab, str) or not TAB.fullmatch(tab):
            raise Malformed("tab must be 1 to 64 letters, digits, - or _.")
        return cls(claimed, wanted, tab, message.get("epoch"), message.get("build"))

    @staticmethod
    def parse_names(message):
        """The topics and rooms of an `unwatch`."""
        names = [*_list(message, "topics"), *_list(message, "rooms")]
        if not all(isinstance(name, str) for name in names):
            raise Malformed("topics and rooms must be lists of names.")
        return set(names)


def _list(message, key):
    value = message.get(key, [])
    if not isinstance(value, list):
        raise Malformed(f"{key} must be a list.")
    return value


@dataclass(frozen=True, slots=True)
class Answer:
    """What is stale, what is gone, or why the page must load itself again."""

    versions: dict
    rooms: list
    stale: dict
    gone: list
    reload: str | None
    epoch: str


def answer(user, hello):
    """Authorize, then read the versions. The caller has joined the topics before."""
    allowed = [name for name in hello.topics if topics.may_watch(user, name)]
    entered = [name for name in hello.rooms if rooms.may_enter(user, name)]
    epoch, now = versions.snapshot(allowed)
    stale = {name: now[name] for name in allowed if hello.topics[name] < now[name]}
    gone = [name for name in hello.topics if name not in now] + [name for name in hello.rooms if name not in entered]
    return Answer(now, entered, stale, gone, _reload(hello, epoch, now), epoch)


def _reload(hello, epoch, now):
    if hello.epoch is not None and hello.epoch != epoch:
        return "epoch"
    if hello.build is not None and hello.build != settings.BUILD:
        return "build"
    if any(hello.topics[name] > version for name, version in now.items()):
        return "ahead"
    return None
