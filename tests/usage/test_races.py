"""Many who spend at once: no more is spent than there is, and every figure agrees afterwards."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from tests.jobs.conftest import until
from tests.usage.conftest import ask_of, call_of
from usage import ledger, metering
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, Hold, UsageLog

COST = 1_000_000
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, function):
    """Run `function(number)` in as many threads, from one moment on. Returns what each gave."""
    start = Barrier(count)

    def run(number):
        try:
            start.wait(30)
            return function(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def spend(person, times):
    """How many of so many calls were admitted; each of them is settled."""
    admitted = 0
    for _ in range(times):
        ask = ask_of(person)
        try:
            metering.admit(ask)
        except metering.Declined:
            continue
        metering.settle(call_of(ask))
        admitted += 1
    return admitted


def test_fifty_spenders_spend_exactly_what_there_is(grace, give, price):
    give(grace, 200 * COST)
    assert sum(at_once(50, lambda _: spend(grace, 8))) == 200
    account = CreditAccount.objects.get(user=grace)
    assert (account.balance, account.held, account.requests, account.charged) == (0, 0, 200, 200 * COST)
    assert UsageLog.objects.count() == CreditEntry.objects.filter(kind="usage").count() == 200
    assert not list(check())


def test_a_budget_holds_against_as_many(grace, give, price):
    give(grace, 1000 * COST)
    CreditAccount.objects.update(budget_day=30 * COST)
    assert sum(at_once(20, lambda _: spend(grace, 4))) == 30


def test_holds_alone_are_never_more_than_there_is(grace, give, price):
    give(grace, 7 * COST)

    def hold(_):
        try:
            metering.admit(ask_of(grace))
        except metering.Declined:
            return 0
        return 1

    assert sum(at_once(20, hold)) == 7
    assert Hold.objects.open().count() == 7
    assert CreditAccount.objects.get(user=grace).held == 7 * COST


def test_a_call_that_many_settle_counts_once(grace, give, price):
    give(grace, 5 * COST)
    ask = ask_of(grace)
    metering.admit(ask)
    assert sum(log is not None for log in at_once(10, lambda _: metering.settle(call_of(ask)))) == 1
    assert CreditAccount.objects.get(user=grace).balance == 4 * COST
    assert not list(check())


def test_a_grant_that_comes_ten_times_is_given_once(grace):
    assert sum(entry is not None for entry in at_once(10, lambda _: ledger.grant(grace.pk, 5, "grant.one"))) == 1
    assert CreditAccount.objects.get(user=grace).balance == 5
    assert not list(check())


@pytest.mark.redis
def test_a_correction_waits_for_a_call_that_is_being_settled_and_never_in_a_circle(grace, give, price):
    """Two real connections: one holds the account, as settling does, and moves the days only when the other is waiting."""
    give(grace, 5 * COST)
    metering.settle(call_of(ask_of(grace)))
    log = metering.settle(call_of(ask_of(grace, is_own_key=True)))
    counted = call_of(ask_of(grace, is_own_key=True))
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            CreditAccount.objects.select_for_update().get(user=grace)
            deleting = other.submit(in_a_connection, log.delete)
            until(somebody_waits)
            assert metering.settle(counted)
        deleting.result(20)
    assert (CreditAccount.objects.get().requests, UsageLog.objects.count()) == (2, 2)
    assert not list(check())


def in_a_connection(function):
    """Run it, and leave no connection of this thread behind."""
    try:
        return function()
    finally:
        connections.close_all()


def somebody_waits():
    """Whether a connection to this database waits for a lock of another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone()


def test_many_corrections_and_calls_at_once_agree(grace, ada, give, price):
    for person in (grace, ada):
        give(person, 100 * COST)
    logs = [metering.settle(call_of(ask_of(person, is_own_key=True))) for person in (grace, ada) for _ in range(10)]

    def act(number):
        log, person = logs[number], (grace, ada)[number % 2]
        metering.settle(call_of(ask_of(person)))
        if number % 3:
            log.user = person
            log.model = f"other {number % 2}"
            log.save()
        else:
            log.delete()

    at_once(20, act)
    assert [str(difference) for difference in check()] == []
