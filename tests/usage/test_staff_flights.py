"""Staff who look at the same figures are answered together, and never with older ones than they asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.db.backends.signals import connection_created

from tests.jobs.conftest import until
from tests.usage.test_races import somebody_waits
from tests.usage.test_staff_page import cells, names
from usage.models import CreditAccount
from usage.staff import regions
from usage.staff.filters import Filters
from usage.staff.flights import Flights

STAFF, DOZEN = 20, 12
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


@pytest.fixture
def readings():
    """What any connection says to read everybody's figures."""
    said = []

    def take(execute, statement, parameters, many, context):
        if "all_people" in statement:
            said.append(statement)
        return execute(statement, parameters, many, context)

    def listen(connection, **kwargs):
        connection.execute_wrappers.append(take)

    connection_created.connect(listen)
    yield said
    connection_created.disconnect(listen)


@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_a_dozen_staff_who_refresh_at_once_cost_two_readings_of_everybody(used, client_of, ada, grace, eve, readings):
    """One that is under way when they come, and one for all of them, in which each finds the rows that they keep.

    Through the view, whose process has sixteen connections to the database: so many can wait at a time.
    """
    used(grace, 3)
    address, key = f"/usage/logs/rows/?type=internal&keep={eve.pk},{ada.pk}", Filters(type="internal")
    clients = [client_of(ada) for _ in range(DOZEN + 1)]

    def ask(client):
        try:
            return client.get(address)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(DOZEN + 1) as staff:
        with transaction.atomic():
            connection.cursor().execute("LOCK TABLE usage_creditaccount IN ACCESS EXCLUSIVE MODE")
            answers = [staff.submit(ask, clients[0])]
            until(somebody_waits)
            answers += [staff.submit(ask, client) for client in clients[1:]]
            until_waiting(regions._flights, DOZEN, key)
            CreditAccount.objects.filter(user=grace).update(tokens=777)
        pages = [answer.result(30) for answer in answers]
    assert {tuple(names(page)) for page in pages[1:]} == {("Eve", "Ada", "Grace")}
    assert {cells(page, grace)[3] for page in pages[1:]} == {"777"}
    assert len(readings) == 2
