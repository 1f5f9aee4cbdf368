"""Many writers at once: no deadlock, no lost version, no “database is locked”."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from realtime import assign, publish, versions
from realtime.models import Probe

WRITERS, ROUNDS = 8, 25
TOPICS = ["alpha", "beta", "gamma", "delta"]


def together(write):
    """Run `write(number)` in eight threads that begin at the same moment; every exception is raised here."""
    barrier = Barrier(WRITERS)

    def writer(number):
        try:
            barrier.wait(10)
            for _ in range(ROUNDS):
                write(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(writer, range(WRITERS)))


def test_writers_of_the_same_topics_in_any_order_do_not_deadlock(sent):
    def write(number):
        with transaction.atomic():
            for topic in TOPICS[number % 4 :] + TOPICS[: number % 4]:
                publish(topic, assign("n", number))

    together(write)
    assert versions.of(TOPICS) == dict.fromkeys(TOPICS, WRITERS * ROUNDS)


def test_every_version_is_told_exactly_once(sent):
    together(lambda number: publish("hot", assign("n", number)))
    told = sorted(frame["to"] for frame in sent.frames("hot"))
    assert told == list(range(1, WRITERS * ROUNDS + 1))


def test_writers_and_readers_together_never_find_the_database_locked(sent):
    def write(number):
        if number % 2:
            versions.of(TOPICS)
        with transaction.atomic():
            Probe.objects.create(note=f"by {number}")
        Probe.objects.filter(note=f"by {number}").update(note="seen")

    together(write)
    assert Probe.objects.count() == WRITERS * ROUNDS
    assert versions.of(["probe"])["probe"] == WRITERS * ROUNDS


def test_what_a_version_stands_for_is_readable_once_the_version_is(sent):
    """A reader that sees version v sees at least the v rows of it."""

    def write(number):
        if number % 2:
            version = versions.of(["probe"])["probe"]
            assert Probe.objects.count() >= version
        else:
            with transaction.atomic():
                Probe.objects.create(note="row")

    together(write)


@pytest.mark.once
def test_a_failed_begin_gives_the_write_lock_back(sent):
    """On SQLite: else every later writer of this process would wait in vain."""
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: (publish("free"), connection.close())).result(5)
    connection.close()
    publish("free")
    assert versions.of(["free"])["free"] == 2
