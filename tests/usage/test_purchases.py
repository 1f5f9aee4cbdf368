"""What a purchase can become, and the credits that come and go with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from jobs import chores
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, CreditPurchase, Package
from usage.money import USD
from usage.payments import purchasing


@pytest.fixture
def figures(grace):
    """(state, balance, purchases on the account, cents of revenue)."""

    def read(purchase):
        account = CreditAccount.objects.filter(user=grace).first() or CreditAccount()
        revenue = sum(row.paid_cents for row in CreditPurchase.objects.counted())
        assert not list(check())
        return CreditPurchase.objects.get(pk=purchase.pk).state, account.balance, account.purchases, revenue

    return read


def test_what_is_paid_comes_as_credits_once(bought, figures):
    purchase = bought()
    assert figures(purchase) == ("pending", 0, 0, 0)
    assert [purchasing.complete(purchase.pk, "pi_1") for _ in range(3)] == [True, False, False]
    assert figures(purchase) == ("completed", 5 * USD, 1, 500)


def test_pressed_twice_it_is_one_purchase_and_another_package_is_another(grace, package):
    attempt, other = uuid4(), Package.objects.create(name="Larger", credits=50 * USD, price_cents=4900)
    first, second = (purchasing.begin(grace, package, attempt) for _ in range(2))
    assert first == second
    assert purchasing.begin(grace, other, attempt) != first


def test_nobody_gets_anothers_purchase_by_their_attempt(grace, eve, package):
    attempt = uuid4()
    assert purchasing.begin(grace, package, attempt) != purchasing.begin(eve, package, attempt)


def test_what_it_gives_and_costs_is_fixed_when_it_begins(bought, package, figures):
    purchase = bought()
    package.credits = package.price_cents = 1
    package.save()
    purchasing.complete(purchase.pk, "pi_1")
    assert figures(purchase) == ("completed", 5 * USD, 1, 500)


@pytest.mark.parametrize("end", [purchasing.fail, purchasing.expire])
def test_what_ended_is_completed_after_all_when_the_money_comes(bought, figures, end):
    purchase = bought()
    assert [end(purchase.pk), end(purchase.pk)] == [True, False]
    assert figures(purchase)[1:] == (0, 0, 0)
    purchasing.complete(purchase.pk, "pi_1")
    assert not end(purchase.pk)
    assert figures(purchase) == ("completed", 5 * USD, 1, 500)


def test_a_refund_takes_the_credits_back_by_an_entry_that_reverses_theirs(bought, figures):
    purchase = bought()
    purchasing.complete(purchase.pk, "pi_1")
    assert [purchasing.refund(purchase.pk, 500), purchasing.refund(purchase.pk, 500)] == [True, False]
    assert figures(purchase) == ("refunded", 0, 0, 0)
    entry = CreditEntry.objects.get(kind="refund")
    assert (entry.amount, entry.reverses.kind, entry.key) == (-5 * USD, "purchase", "refund.pi_1.500")


def test_parts_that_are_refunded_add_up_in_any_order(bought, figures):
    purchase = bought()
    purchasing.complete(purchase.pk, "pi_1")
    purchasing.refund(purchase.pk, 333)
    assert figures(purchase) == ("completed", 5 * USD - 3_330_000_000, 1, 167)
    assert not purchasing.refund(purchase.pk, 100), "An older message that comes late"
    purchasing.refund(purchase.pk, 500)
    assert figures(purchase) == ("refunded", 0, 0, 0)
    bought = CreditEntry.objects.get(kind="purchase")
    assert sorted(bought.reversals.values_list("amount", flat=True)) == [-3_330_000_000, -1_670_000_000]


@pytest.mark.parametrize(("cents", "left"), [(500, ("refunded", 0, 0, 0)), (100, ("completed", 4 * USD, 1, 400))])
def test_a_refund_that_is_heard_of_before_its_payment_is_remembered(bought, figures, cents, left):
    purchase = bought()
    purchasing.refund(purchase.pk, cents, "pi_1")
    assert figures(purchase) == ("pending", 0, 0, 0)
    purchasing.complete(purchase.pk, "pi_1")
    assert figures(purchase) == left


def test_no_more_is_taken_back_than_was_bought(bought, figures):
    purchase = bought()
    purchasing.complete(purchase.pk, "pi_1")
    purchasing.refund(purchase.pk, 99_999)
    assert figures(purchase) == ("refunded", 0, 0, 0)


def test_what_was_spent_meanwhile_leaves_less_than_nothing(bought, figures, give, grace):
    purchase = bought()
    purchasing.complete(purchase.pk, "pi_1")
    give(grace, -2 * USD)
    purchasing.refund(purchase.pk, 500)
    assert figures(purchase) == ("refunded", -2 * USD, 0, 0)


def test_what_is_taken_out_of_the_books_is_no_revenue_and_leaves_the_credits(bought, figures, grace):
    purchase = bought()
    purchasing.complete(purchase.pk, "pi_1")
    assert [purchasing.remove(purchase.pk), purchasing.remove(purchase.pk)] == [True, False]
    assert figures(purchase) == ("completed", 5 * USD, 0, 0)
    assert not CreditPurchase.objects.visible_to(grace).exists()
    purchasing.restore(purchase.pk)
    assert figures(purchase) == ("completed", 5 * USD, 1, 500)


def test_nobody_waits_for_a_payment_for_ever(bought, figures):
    forgotten, on_its_way, new = bought(), bought(), bought()
    purchasing.await_payment(on_its_way.pk, "pi_1")
    long_ago = timezone.now() - timedelta(hours=25)
    CreditPurchase.objects.exclude(pk=new.pk).update(created_at=long_ago)
    expire = next(work for _, work in chores.registered() if work.__name__ == "expire_what_nobody_paid")
    assert expire() == 1
    assert [figures(each)[0] for each in (forgotten, on_its_way, new)] == ["expired", "pending", "pending"]


def test_nobody_begins_any_number_of_purchases(bought):
    for _ in range(purchasing.MOST_PENDING):
        bought()
    with pytest.raises(purchasing.TooMany):
        bought()


def test_money_that_comes_after_the_person_went_gives_nobody_credits(bought, grace):
    purchase = bought()
    grace.delete()
    purchasing.complete(purchase.pk, "pi_1")
    purchasing.refund(purchase.pk, 100)
    assert CreditPurchase.objects.counted().get().paid_cents == 400
    assert not CreditEntry.objects.exists()
    assert not list(check())
