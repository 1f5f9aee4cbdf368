"""Reading versions. Read them before the rows that they stand for: newer rows are harmless, older ones are not."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

MOST = 800  # parameters in one query; SQLite of old allows 999
READ = "SELECT topic, version FROM realtime_topicversion WHERE topic IN ({marks}) UNION ALL SELECT value, -1 FROM realtime_epoch"

_look = ContextVar("look", default=None)
_everywhere: list[Callable] = []


def of(topics, using=DEFAULT_DB_ALIAS):
    """{topic: version}; a topic that never changed is at 0."""
    return snapshot(topics, using)[1]


def snapshot(topics, using=DEFAULT_DB_ALIAS):
    """(epoch, {topic: version}), read at once: a restore in between shows as another epoch next time."""
    look = _look.get()
    if look is None:
        return _read(topics, using)
    return look.at(topics, using)


def everywhere(topics_of):
    """Register a function (user) → topics that every page of theirs shows."""
    _everywhere.append(topics_of)
    return topics_of


def expect(topics):
    """Tell that what is being answered will show these, so that they are read with the first."""
    look = _look.get()
    if look is not None:
        look.expected.update(topics)


@contextmanager
def one_look(request):
    """What this request reads of versions, it reads once and before all rows, as far as it is known by then."""
    before = _look.set(_Look(request))
    try:
        yield
    finally:
        _look.reset(before)


class _Look:
    def __init__(self, request):
        self.request, self.expected, self.epoch, self.found = request, set(), None, {}

    def at(self, topics, using):
        if self.epoch is None or not self.found.keys() >= set(topics):
            self._read_with(topics, using)
        return self.epoch, {topic: self.found[topic] for topic in topics}

    def _read_with(self, topics, using):
        wanted = {*topics, *self.expected, *self._everywhere()} - self.found.keys()
        self.epoch, found = _read(sorted(wanted), using)
        self.found |= found

    def _everywhere(self):
        user = getattr(self.request, "user", None)
        signed_in = user is not None and user.is_authenticated
        return (topic for topics_of in _everywhere for topic in topics_of(user)) if signed_in else ()


def _read(topics, using):
    wanted = list(dict.fromkeys(topics))
    epoch, found = None, dict.fromkeys(wanted, 0)
    for start in range(0, max(len(wanted), 1), MOST):
        some = wanted[start : start + MOST]
        with connections[using].cursor() as cursor:
            cursor.execute(READ.format(marks=", ".join(["%s"] * len(some)) or "NULL"), some)
            rows = dict(cursor.fetchall())
        epoch = epoch or next((name for name, version in rows.items() if version == -1), None)
        found.update((topic, rows[topic]) for topic in some if topic in rows)
    return epoch or apps.get_model("realtime.Epoch").current(), found
