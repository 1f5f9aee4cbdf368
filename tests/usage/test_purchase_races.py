"""The same payment told many times at once, and a payment and its refund at once: each entry once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, transaction
from django.test import Client

from tests.jobs.conftest import until
from tests.usage.stripe_server import charge_of, event_of, send, session_of
from tests.usage.test_races import at_once, in_a_connection, somebody_waits
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, CreditPurchase, WebhookEvent
from usage.money import USD
from usage.payments import purchasing

PAID = "checkout.session.completed"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stripe")]


@pytest.fixture
def purchase(bought):
    return bought()


def test_one_message_that_ten_threads_replay_counts_once(purchase):
    event = event_of(PAID, session_of(purchase))
    assert at_once(10, lambda _: send(Client(), event).status_code) == [200] * 10
    assert (CreditEntry.objects.count(), WebhookEvent.objects.count()) == (1, 1)
    assert (CreditAccount.objects.get().balance, CreditAccount.objects.get().purchases) == (5 * USD, 1)
    assert not list(check())


def test_ten_messages_of_one_payment_at_once_count_once(purchase):
    assert at_once(10, lambda _: send(Client(), event_of(PAID, session_of(purchase))).status_code) == [200] * 10
    assert (CreditEntry.objects.count(), CreditAccount.objects.get().balance) == (1, 5 * USD)


@pytest.mark.parametrize("round_", range(5))
def test_a_payment_and_its_refund_at_once_leave_nothing(purchase, round_):
    events = [event_of(PAID, session_of(purchase)), event_of("charge.refunded", charge_of(purchase, 500))]
    assert at_once(10, lambda number: send(Client(), events[number % 2]).status_code) == [200] * 10
    assert CreditPurchase.objects.get().state == "refunded"
    assert (CreditAccount.objects.get().balance, CreditAccount.objects.get().purchases) == (0, 0)
    assert sorted(CreditEntry.objects.values_list("amount", flat=True)) == [-5 * USD, 5 * USD]
    assert not list(check())


def test_parts_that_are_refunded_at_once_add_up(purchase):
    purchasing.complete(purchase.pk, f"pi_of_{purchase.pk}")
    at_once(5, lambda number: purchasing.refund(purchase.pk, 100 * (number + 1)))
    assert (CreditPurchase.objects.get().state, CreditAccount.objects.get().balance) == ("refunded", 0)
    assert not list(check())


def test_a_double_click_on_two_processes_is_one_purchase(grace, package, purchase):
    CreditPurchase.objects.all().delete()
    assert len({each.pk for each in at_once(10, lambda _: purchasing.begin(grace, package, purchase.pk))}) == 1


def test_payments_and_grants_at_once_never_wait_for_each_other_in_a_circle(grace, bought, give):
    purchases = [bought() for _ in range(5)]

    def act(number):
        try:
            return give(grace, USD) if number % 2 else purchasing.complete(purchases[number // 2].pk, f"pi_{number}")
        except OperationalError as error:
            return error

    assert all(at_once(10, act))
    assert (CreditAccount.objects.get().balance, CreditAccount.objects.get().purchases) == (30 * USD, 5)
    assert not list(check())


def test_the_paid_dot_goes_when_two_purchases_are_taken_out_at_once(grace, bought):
    purchases = [bought() for _ in range(8)]
    for number, purchase in enumerate(purchases):
        purchasing.complete(purchase.pk, f"pi_{number}")
    assert CreditAccount.objects.get().purchases == 8
    assert all(at_once(8, lambda number: purchasing.remove(purchases[number].pk)))
    assert CreditAccount.objects.get().purchases == 0
    assert not list(check())


@pytest.mark.redis
def test_two_purchases_that_change_at_once_each_count_the_other(grace, bought):
    """The second counts when the first is written and not yet there for others to read."""
    one, two = (bought() for _ in range(2))
    for purchase in (one, two):
        purchasing.complete(purchase.pk, f"pi_of_{purchase.pk}")
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            purchasing.remove(one.pk)
            removing = other.submit(in_a_connection, lambda: purchasing.remove(two.pk))
            until(somebody_waits)
        assert removing.result(20)
    assert CreditAccount.objects.get().purchases == 0
