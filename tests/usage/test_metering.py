"""One call from leave to settling."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from realtime import frames
from tests.bench.raw import recording
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
    give(grace, USD)
    metering.settle(call_of(ask_of(grace)))
    metering.settle(call_of(ask_of(ada, is_own_key=True)))
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


@pytest.mark.django_db(transaction=True)
def test_the_settle_transaction_takes_eight_statements_with_the_versions(grace, give):
    give(grace, USD)
    warm, ask = ask_of(grace), ask_of(grace)
    for each in (warm, ask):
        metering.admit(each)
    metering.settle(call_of(warm))
    with recording(connection) as statements:
        metering.settle(call_of(ask))
    said = [sql for sql, _ in statements if not sql.startswith("BEGIN")]
    assert len(said) == 8, said
    assert "realtime" in said[-1], "The versions come last"


def test_what_was_charged_stays_in_the_log_and_in_the_ledger(grace, ada, give):
    give(grace, USD)
    log, entry = metering.settle(call_of(ask_of(grace))), CreditEntry.objects.get(kind="usage")
    log.charged = 0
    refused = [log.save, UsageLog.objects.get().delete, UsageLog.objects.all().delete, entry.save, entry.delete]
    part, other = UsageLog.objects.only("key").get(), UsageLog.objects.get()
    part.charged, other.user = 1, ada
    for deed in (*refused, part.save, other.save, CreditEntry.objects.all().delete):
        with pytest.raises(ValidationError), transaction.atomic():
            deed()
    assert (UsageLog.objects.get().charged, CreditEntry.objects.count()) == (COST, 2)
    assert [str(difference) for difference in check()] == []


def test_calls_that_would_have_been_charged_are_counted(grace, account_of):
    asks = [
        ask_of(grace, model="unheard-of"),
        ask_of(grace, model="unheard-of", is_own_key=True),
        ask_of(grace, provider="lockstep"),
    ]
    logs = [metering.settle(call_of(ask)) for ask in asks]
    assert (account_of(grace).unpriced, account_of(grace).requests) == (1, 3)
    assert sum(day.unpriced for day in SiteDay.objects.all()) == UserDay.objects.get().unpriced == 1
    logs[0].cost = 7
    logs[0].save()
    assert account_of(grace).unpriced == UserDay.objects.get().unpriced == 0
    assert [str(difference) for difference in check()] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["release", "expire"])
def test_a_hold_that_ends_is_told_to_its_person(grace, give, end):
    give(grace, USD)
    metering.admit(ask_of(grace, "one"))
    with frames.collecting() as sent:
        if end == "release":
            metering.release("one")
        else:
            Hold.objects.update(expires_at="2020-01-01T00:00:00Z")
            Hold.objects.expire()
    assert [frame["topic"] for frame in sent] == [f"user.{grace.pk}.usage"]
