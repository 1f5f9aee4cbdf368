"""Staff who look at the same figures are answered together, and never with older ones than they asked for."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from usage.models import CreditAccount
from usage.staff.filters import Filters
from usage.staff.flights import Flights
from usage.staff.listing import listing

STAFF = 20
PATIENCE = 10  # seconds


class Work:
    """An answer that is worked out only when the test lets it: the number of the time it was asked for."""

    def __init__(self):
        self.wanted, self.begun, self.let = [], threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, wanted):
        self.wanted.append(set(wanted))
        number = len(self.wanted)
        self.begun.release()
        assert self.let.acquire(timeout=PATIENCE)
        return number


class Asker(threading.Thread):
    """Somebody who waits for the answer."""

    def __init__(self, flights, work, key="key", wanted=()):
        super().__init__(daemon=True)
        self.ask, self.answer = lambda: flights.get(key, work, wanted), None
        self.start()

    def run(self):
        self.answer = self.ask()

    def told(self):
        self.join(PATIENCE)
        return self.answer


def until_waiting(flights, count, key="key"):
    """Until so many share the flight that has not begun."""
    end = threading.Event()
    for _ in range(PATIENCE * 100):
        if key in flights._open and flights._open[key].boarded == count:
            return
        end.wait(0.01)
    raise AssertionError("They never came")


def test_who_asks_meanwhile_shares_the_next_answer():
    flights, work = Flights(), Work()
    first = Asker(flights, work)
    assert work.begun.acquire(timeout=PATIENCE)
    others = [Asker(flights, work, wanted=[number]) for number in range(STAFF)]
    until_waiting(flights, STAFF)
    work.let.release(2)
    assert first.told() == 1
    assert {other.told() for other in others} == {2}
    assert work.wanted == [set(), set(range(STAFF))]


def test_who_comes_when_an_answer_has_begun_gets_the_one_after_it():
    flights, work = Flights(), Work()
    askers = []
    for _ in range(3):
        askers.append(Asker(flights, work))
        if len(askers) == 1:
            assert work.begun.acquire(timeout=PATIENCE)
        else:
            until_waiting(flights, 1)
            work.let.release()
            assert work.begun.acquire(timeout=PATIENCE)
    work.let.release()
    assert [asker.told() for asker in askers] == [1, 2, 3]


def test_other_questions_do_not_wait():
    flights, slow, quick = Flights(), Work(), Work()
    waiting = Asker(flights, slow)
    assert slow.begun.acquire(timeout=PATIENCE)
    quick.let.release()
    assert Asker(flights, quick, key="other").told() == 1
    slow.let.release()
    assert waiting.told() == 1


def test_after_a_failure_the_next_in_the_row_tries_again():
    flights, calls = Flights(), []

    def work(wanted):
        calls.append(wanted)
        if len(calls) == 1:
            raise OSError("gone")
        return "here"

    with pytest.raises(OSError, match="gone"):
        flights.get("key", work)
    assert flights.get("key", work) == "here"
    assert not flights._open


@pytest.mark.django_db(transaction=True)
def test_twenty_staff_who_refresh_at_once_cost_two_readings_of_everybody(used, ada, grace, eve):
    """One that is under way when they come, and one for all of them, in which each finds the rows that they keep."""
    used(grace, 3)
    flights, gate, sums, askers = Flights(), Work(), [], []

    def read(wanted):
        gate(wanted)
        with CaptureQueriesContext(connection) as queries:
            found = listing(Filters(type="internal"), wanted)
        sums.extend(query["sql"] for query in queries if "all_people" in query["sql"])
        connections.close_all()
        return found

    askers.append(Asker(flights, read))
    assert gate.begun.acquire(timeout=PATIENCE)
    askers += [Asker(flights, read, wanted=[eve.pk, ada.pk]) for _ in range(STAFF)]
    until_waiting(flights, STAFF)
    CreditAccount.objects.filter(user=grace).update(tokens=777)
    gate.let.release(2)
    shown = [asker.told().keeping([eve.pk, ada.pk]) for asker in askers[1:]]
    assert {tuple(person.username for person in people) for people in shown} == {("eve", "ada", "grace")}
    assert {people[2].tokens for people in shown} == {777}
    assert len(sums) == 2
