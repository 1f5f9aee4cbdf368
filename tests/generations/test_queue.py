"""Whose image is made next."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generations import turns
from generations.models import Generation
from generations.models.showing import waiting_words
from jobs import wake
from jobs.workers import Worker
from tests.jobs.conftest import until
from usage.models import UsageLog

OTHER = "local:m"  # the built-in artwork has a limit of its own


@pytest.fixture
def claim(transactional_db):
    """`claim(3)`: who gets the next turns, of a worker with so much room."""
    return lambda most, worker="w": [row.owner.username for row in Generation.objects.claim(worker, most)]


def test_people_take_turns(ada, grace, eve, ask, claim):
    for _ in range(5):
        ask(ada, count=4, model=OTHER)
    ask(grace, count=2, model=OTHER)
    ask(eve, model=OTHER)
    assert claim(3) == ["ada", "grace", "eve"]
    assert claim(9) == ["ada", "grace"]
    assert claim(9) == []


def test_everybody_is_shown_an_image_before_anybody_begins_it(transactional_db, ada, ask, sent):
    shown = []
    stop = wake.listen(lambda kind, cancelled: shown.append(len(sent.frames("generations"))))
    ask(ada)
    stop()
    assert shown == [1]


def test_who_has_fewest_running_is_next_however_late(ada, grace, ask, claim):
    ask(ada, count=3, model=OTHER)
    assert claim(1) == ["ada"]
    ask(grace, model=OTHER)
    assert claim(1) == ["grace"]


def test_nobody_has_more_than_two_at_once(ada, ask, claim):
    ask(ada, count=4, model=OTHER)
    assert claim(10) == ["ada", "ada"]
    Generation.objects.running().first().finish("done")
    assert claim(10) == ["ada"]


def test_built_in_artwork_takes_no_more_than_the_machine_has(ada, grace, eve, ask, claim, monkeypatch):
    monkeypatch.setattr("generations.models.queue.MOST_BUILT_IN", 2)
    for person in (ada, grace, eve):
        ask(person, count=2)
    ask(eve, model=OTHER)
    assert claim(10) == ["ada", "grace", "eve"]
    assert Generation.objects.running().filter(model=OTHER).count() == 1
    assert claim(10, "another worker") == ["ada", "grace"]


def test_looking_costs_little_where_everybody_has_enough(django_user_model, ask, claim):
    counts = []
    for more in (2, 20):
        for number in range(more):
            person = django_user_model.objects.create_user(f"{more}-{number}", f"{more}-{number}@example.com")
            ask(person, count=3, model=OTHER)
        claim(100)
        with CaptureQueriesContext(connection) as queries:
            assert claim(100) == []
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_oldest_of_ones_own_comes_first(ada, ask, claim, transactional_db):
    rows = ask(ada, count=4, model=OTHER)
    claim(2)
    assert set(Generation.objects.running()) == set(rows[:2])


def test_places_are_counted_as_turns_will_come(ada, grace, ask, transactional_db):
    first, second = ask(ada, count=2)
    (third,) = ask(grace)
    places = Generation.objects.places()
    assert [places[row.pk][0] for row in (first, third, second)] == [0, 1, 2]


def test_the_guess_is_the_median_of_the_last_twenty_alike(ada, ask, make, transactional_db):
    now = timezone.now()
    for number in range(25):
        row = make(ada)
        spans = timedelta(seconds=100 if number < 5 else 8)
        Generation.objects.filter(pk=row.pk).update(started_at=now, ended_at=now + spans + timedelta(hours=number))
        Generation.objects.filter(pk=row.pk).update(started_at=now + timedelta(hours=number))
    (row,) = ask(ada)
    assert Generation.objects.places()[row.pk] == (0, 8)
    (other,) = ask(ada, width=768)
    assert Generation.objects.places()[other.pk] == (1, None)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((0, None), "Waiting, next"),
        ((2, 40), "Waiting, 2 in front, about 40 s"),
        ((None, None), "Waiting"),
        ((3, 600), "Waiting, 3 in front, about 10 min"),
    ],
)
def test_waiting_is_said_in_words(place, words):
    assert waiting_words(*place) == words


def test_those_who_wait_hear_of_the_queue_moving(sent, ada, painting, ask):
    painting.hold()
    rows = ask(ada, count=4)

    def is_told():
        said = [message["text"] for _, message in sent.messages if message["type"] == "stream" and message["key"] == "queue"]
        return any(str(rows[3].pk) in text for text in said)

    until(is_told)


@pytest.fixture
def told(sent):
    """`told()`: {image: words} of all that was said of the queue since it was asked last, after a look."""

    def told():
        turns.tell()
        said = [json.loads(message["text"]) for _, message in sent.messages if message["type"] == "stream"]
        sent.clear()
        return {pk: words for message in said for pk, words in message["places"]}

    return told


def test_the_queue_is_told_when_it_changes_and_only_then(ada, grace, ask, told):
    first, second = ask(ada, count=2)
    assert told() == {str(first.pk): "Waiting, next", str(second.pk): "Waiting, 1 in front"}
    assert told() == {}
    (newcomer,) = ask(grace)
    now = {str(newcomer.pk): "Waiting, 1 in front", str(second.pk): "Waiting, 2 in front"}
    assert told() == {str(first.pk): "Waiting, next"} | now
    assert told() == {}
    first.cancel()
    assert told() == now | {str(second.pk): "Waiting, next"}


def test_waiting_is_guessed_with_the_slots_that_workers_have(ada, grace, eve, make, ask, transactional_db):
    done = make(ada, model=OTHER)
    Generation.objects.filter(pk=done.pk).update(started_at=done.ended_at - timedelta(seconds=20))
    Worker.objects.beat("w", 2, 0)
    rows = [ask(person, model=OTHER)[0] for person in (ada, grace, eve)]
    places = Generation.objects.places()
    assert sorted(places[row.pk] for row in rows) == [(0, 20), (1, 20), (2, 40)]


def test_a_killed_worker_leaves_interrupted_and_retry(ada, ask, claim, transactional_db):
    (row,) = ask(ada)
    claim(1)
    Generation.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    (left,) = Generation.objects.interrupt_expired()
    left.refresh_from_db()
    assert (left.state, left.reach, left.problem) == ("interrupted", "own", "The server stopped while this was made.")
    assert (UsageLog.objects.get().outcome, UsageLog.objects.get().images) == ("interrupted", 0)


# Over time


@pytest.fixture
def serve(transactional_db):
    """`serve(2, 6)`: who is served, one after the other, by a worker with so many slots that ends the oldest whenever it is full."""

    def serve(slots, turns):
        served = []
        while len(served) < turns:
            if Generation.objects.running().count() == slots:
                Generation.objects.running().order_by("started_at").first().finish("done")
            served += [row.owner.username for row in Generation.objects.claim("w", slots - Generation.objects.running().count())]
        return served

    return serve


@pytest.mark.parametrize("slots", [1, 2])
def test_people_take_turns_whatever_they_asked_for_first(ada, grace, eve, ask, serve, slots):
    for _ in range(5):
        ask(ada, count=4, model=OTHER)
    ask(grace, count=4, model=OTHER)
    ask(eve, count=1, model=OTHER)
    assert serve(slots, 9) == ["ada", "grace", "eve", *["ada", "grace"] * 3]


def test_who_comes_later_is_next(ada, grace, ask, serve):
    for _ in range(5):
        ask(ada, count=4, model=OTHER)
    assert serve(1, 3) == ["ada"] * 3
    ask(grace, count=2, model=OTHER)
    assert serve(1, 4) == ["grace", "ada", "grace", "ada"]


@pytest.mark.parametrize("slots", [1, 2])
def test_places_are_those_that_turns_will_give(ada, grace, eve, ask, serve, slots, monkeypatch):
    monkeypatch.setattr("generations.models.queue.MOST_BUILT_IN", slots)
    ask(ada, count=4)
    ask(ada, count=4)
    serve(slots, 3)
    ask(grace, count=3)
    ask(eve, count=1)
    places = Generation.objects.places()
    told = sorted(places, key=lambda pk: places[pk])
    served = []
    while rows := Generation.objects.running().order_by("started_at"):
        rows[0].finish("done")
        served += [row.pk for row in Generation.objects.claim("w", slots)]
    assert told == served
