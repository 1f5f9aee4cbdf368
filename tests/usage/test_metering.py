"""One call from leave to settling."""

import pytest

from tests.usage.conftest import ask_of, call_of
from usage import metering
from usage.checking import check
from usage.models import CreditEntry, Hold, ModelDay, SiteDay, UsageLog, UserDay
from usage.money import USD

COST = 1_000_000  # of 100 tokens written at $10 per million


@pytest.fixture(autouse=True)
def _price(price):
    """Everybody here is asked to pay."""


def test_a_call_is_held_for_then_charged(grace, give, account_of):
    give(grace, USD)
    ask = ask_of(grace)
    metering.admit(ask)
    assert (account_of(grace).balance, account_of(grace).held) == (USD, COST)
    log = metering.settle(call_of(ask))
    account = account_of(grace)
    assert (log.cost, log.charged, log.price.model) == (COST, COST, "large")
    assert (account.balance, account.held, account.requests, account.tokens) == (USD - COST, 0, 1, 100)
    assert Hold.objects.get().state == "captured"
    assert not list(check())


def test_what_was_not_used_comes_back(grace, give, account_of):
    give(grace, USD)
    ask = ask_of(grace)
    metering.admit(ask)
    metering.settle(call_of(ask, tokens_out=1))
    assert (account_of(grace).balance, account_of(grace).held) == (USD - COST // 100, 0)


def test_settled_twice_it_counts_once(grace, give, account_of):
    give(grace, USD)
    ask = ask_of(grace)
    metering.admit(ask)
    assert metering.settle(call_of(ask))
    assert metering.settle(call_of(ask)) is None
    assert (UsageLog.objects.count(), account_of(grace).balance) == (1, USD - COST)
    assert UserDay.objects.get().requests == ModelDay.objects.get().requests == SiteDay.objects.get().requests == 1
    assert not list(check())


def test_without_credits_it_is_declined_in_words(grace):
    with pytest.raises(metering.Declined, match=r"up to \$0\.0010, and you have \$0\.00 of credits. Buy credits"):
        metering.admit(ask_of(grace))
    assert not Hold.objects.exists()


def test_what_runs_is_not_there_to_spend(grace, give):
    give(grace, COST)
    metering.admit(ask_of(grace))
    with pytest.raises(metering.Declined):
        metering.admit(ask_of(grace))


def test_asked_again_under_its_key_it_is_held_once(grace, give, account_of):
    give(grace, USD)
    metering.admit(ask_of(grace, "one"))
    metering.admit(ask_of(grace, "one"))
    assert account_of(grace).held == COST


def test_more_than_was_held_is_charged_and_shows_below_zero(grace, give, account_of):
    give(grace, COST)
    ask = ask_of(grace)
    metering.admit(ask)
    metering.settle(call_of(ask, tokens_out=300))
    assert (account_of(grace).balance, account_of(grace).held) == (-2 * COST, 0)


def test_with_an_own_key_it_is_logged_and_not_charged(grace, account_of):
    ask = ask_of(grace, is_own_key=True)
    metering.admit(ask)
    log = metering.settle(call_of(ask))
    assert (log.cost, log.charged, CreditEntry.objects.count()) == (COST, 0, 0)
    assert (account_of(grace).requests, account_of(grace).charged) == (1, 0)
    assert not list(check())


def test_a_built_in_model_is_free_and_logged(grace):
    ask = ask_of(grace, provider="lockstep", model="lockstep-guide")
    metering.admit(ask)
    log = metering.settle(call_of(ask))
    assert (log.cost, log.charged) == (0, 0)


def test_without_a_price_nothing_is_charged_and_nobody_says_that_it_is_free(grace):
    ask = ask_of(grace, model="unheard-of")
    metering.admit(ask)
    log = metering.settle(call_of(ask))
    assert (log.cost, log.charged) == (None, 0)


def test_what_was_never_asked_gives_its_hold_back(grace, give, account_of):
    give(grace, USD)
    metering.admit(ask_of(grace, "one"))
    metering.release("one")
    metering.release("one")
    assert (account_of(grace).held, Hold.objects.get().state) == (0, "released")


def test_a_hold_that_was_left_behind_is_swept_and_settled_all_the_same(grace, give, account_of):
    give(grace, COST)
    ask = ask_of(grace)
    metering.admit(ask)
    Hold.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert Hold.objects.expire() == 1
    assert account_of(grace).held == 0
    metering.settle(call_of(ask))
    assert (account_of(grace).balance, account_of(grace).held) == (0, 0)
    assert not list(check())


def test_who_needs_a_hold_sweeps_first(grace, give):
    give(grace, COST)
    metering.admit(ask_of(grace))
    Hold.objects.update(expires_at="2020-01-01T00:00:00Z")
    metering.admit(ask_of(grace))
    assert sorted(Hold.objects.values_list("state", flat=True)) == ["expired", "open"]


def test_a_log_that_is_corrected_or_deleted_moves_the_sums(grace, ada, give, account_of):
    for person in (grace, ada):
        give(person, USD)
        metering.settle(call_of(ask_of(person)))
    log = UsageLog.objects.get(user=grace)
    log.tokens_out = 50
    log.save()
    assert account_of(grace).tokens == UserDay.objects.get(user=grace).tokens == 50
    UsageLog.objects.get(user=ada).delete()
    assert (account_of(ada).requests, UserDay.objects.get(user=ada).requests) == (0, 0)
    assert [str(difference) for difference in check()] == []


def test_a_log_that_is_written_by_other_ways_counts_as_well(grace, account_of):
    fields = vars(call_of(ask_of(grace, is_own_key=True)))
    log = UsageLog.objects.create(**fields, cost=COST)
    assert (account_of(grace).requests, account_of(grace).tokens, account_of(grace).last_at) == (1, 100, log.ended_at)
    assert [str(difference) for difference in check()] == []


def test_the_settle_transaction_takes_at_most_eight_statements(grace, give, django_assert_max_num_queries):
    give(grace, USD)
    warm, ask = ask_of(grace), ask_of(grace)
    for each in (warm, ask):
        metering.admit(each)
    metering.settle(call_of(warm))
    with django_assert_max_num_queries(8 + 2):  # and the savepoint of this test
        metering.settle(call_of(ask))
