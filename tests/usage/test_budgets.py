"""Budgets: what a person wants to spend at most in a day and in a month, told of once a step."""

import json
import re
from datetime import timedelta

import pytest

from realtime import frames
from tests.usage.conftest import ask_of, call_of
from usage import budgets, metering
from usage.models import CreditAccount
from usage.models.accounts import today
from usage.money import USD, plain

DIME = USD // 10  # of 10,000 tokens written at $10 per million


@pytest.fixture
def spend(price, grace, give):
    """`spend(3)`: dimes, each of them a call. Returns the words of the alerts that were sent."""
    give(grace, 10 * USD)

    def spent(dimes=1):
        with frames.collecting() as sent:
            for _ in range(dimes):
                metering.settle(call_of(ask_of(grace, tokens_out=10_000)))
        patches = [patch for frame in sent if frame["topic"] == f"user.{grace.pk}.budget" for patch in frame["patches"]]
        return [patch["value"]["words"] for patch in patches if patch["key"].startswith("alert.")]

    return spent


@pytest.mark.django_db(transaction=True)
def test_each_step_is_told_once(spend, grace):
    budgets.decide(grace.pk, day=USD)
    assert spend(4) == []
    assert spend(1) == ["50 % of your budget for today is used: $0.50 of $1.00."]
    assert spend(2) == []
    assert spend(1) == ["80 % of your budget for today is used: $0.80 of $1.00."]
    assert spend(2) == ["Your budget for today is used up: $1.00 of $1.00. Calls that cost credits stop until tomorrow."]
    assert spend(3) == []


@pytest.mark.django_db(transaction=True)
def test_a_leap_over_steps_tells_the_highest(spend, grace):
    budgets.decide(grace.pk, month=DIME)
    assert [words[:36] for words in spend(1)] == ["Your budget for this month is used u"]


@pytest.mark.django_db(transaction=True)
def test_day_and_month_are_told_apart(spend, grace):
    budgets.decide(grace.pk, day=2 * DIME, month=4 * DIME)
    assert len(spend(1)) == 1
    assert len(spend(1)) == 2


@pytest.mark.django_db(transaction=True)
def test_another_day_begins_anew(spend, grace):
    budgets.decide(grace.pk, day=DIME)
    assert len(spend(1)) == 1
    CreditAccount.objects.update(day=today() - timedelta(days=1))
    assert len(spend(1)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_higher_budget_is_told_of_anew_and_a_lower_one_not_of_what_was_spent_before(spend, grace, account_of):
    budgets.decide(grace.pk, day=DIME)
    spend(1)
    budgets.decide(grace.pk, day=4 * DIME)
    assert [words[:4] for words in spend(1)] == ["50 %"]
    budgets.decide(grace.pk, day=2 * DIME)
    assert account_of(grace).told_day == 100
    assert spend(1) == []


def test_a_budget_stops_calls_before_they_are_made(spend, grace):
    budgets.decide(grace.pk, day=DIME)
    metering.admit(ask_of(grace, tokens_out=10_000))
    with pytest.raises(metering.Declined, match=r"over your budget of \$0\.10 a day"):
        metering.admit(ask_of(grace, tokens_out=10_000))


def test_without_a_budget_there_is_nothing_to_tell(spend, grace, account_of):
    assert spend(2) == []
    assert budgets.alerts(account_of(grace)) == []
    budgets.decide(grace.pk, day=DIME)
    budgets.decide(grace.pk, day=None)
    assert spend(1) == []


def test_a_budget_of_nothing_stops_everything_that_costs(spend, grace, account_of):
    budgets.decide(grace.pk, day=0)
    with pytest.raises(metering.Declined):
        metering.admit(ask_of(grace))
    metering.admit(ask_of(grace, provider="lockstep"))
    assert budgets.alerts(account_of(grace))[0].is_used_up


def test_what_stands_is_about_now(spend, grace, account_of):
    budgets.decide(grace.pk, day=DIME, month=3 * DIME)
    spend(2)
    assert [budget.window for budget in budgets.alerts(account_of(grace))] == ["day", "month"]
    CreditAccount.objects.update(day=today() - timedelta(days=40))
    assert budgets.alerts(account_of(grace)) == []


@pytest.mark.django_db(transaction=True)
def test_an_alert_is_known_by_its_step_whatever_was_spent_since(spend, grace, account_of):
    def ids():
        return [budget.as_json()["id"] for budget in budgets.alerts(account_of(grace))]

    budgets.decide(grace.pk, day=10 * DIME)
    spend(5)
    first = ids()
    spend(1)
    assert ids() == first
    spend(2)
    assert ids() != first


class TestTheForm:
    @pytest.fixture
    def save(self, client_of, grace):
        return lambda **fields: client_of(grace).post("/usage/budget/", fields)

    @pytest.mark.parametrize(
        ("typed", "kept"), [("5", 5 * USD), ("$1,234.50", 1_234_500_000_000), (" 0.0042 ", 4_200_000), ("0", 0)]
    )
    def test_it_takes_dollars_as_people_write_them(self, save, grace, account_of, typed, kept):
        assert save(budget_day=typed).status_code == 302
        assert account_of(grace).budget_day == kept

    @pytest.mark.parametrize("typed", ["five", "-1", "1e400", "nan", "0.00000000001", "1" * 40, "∞"])
    def test_it_refuses_what_is_no_amount_and_keeps_what_was_typed(self, save, grace, typed):
        answer = save(budget_day=typed)
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.content.decode()
        assert not CreditAccount.objects.exclude(budget_day=None).exists()

    def test_nothing_is_no_budget(self, save, grace, account_of):
        budgets.decide(grace.pk, day=USD, month=USD)
        save(**{"budget_day": "", "initial-budget_day": "1.00", "budget_month": "1.00", "initial-budget_month": "1.00"})
        assert (account_of(grace).budget_day, account_of(grace).budget_month) == (None, USD)

    def test_what_nobody_touched_stays_as_another_tab_set_it(self, save, grace, account_of):
        budgets.decide(grace.pk, day=USD, month=2 * USD)
        save(**{"budget_day": "1.00", "initial-budget_day": "1.00", "budget_month": "7", "initial-budget_month": "5.00"})
        budgets.decide(grace.pk, day=3 * USD)
        save(**{"budget_day": "1.00", "initial-budget_day": "1.00", "budget_month": "7", "initial-budget_month": "7"})
        assert (account_of(grace).budget_day, account_of(grace).budget_month) == (3 * USD, 7 * USD)

    def test_it_is_not_saved_for_who_signed_in_meanwhile(self, save, grace, eve):
        answer = save(budget_day="5", person=str(eve.pk))
        assert answer.status_code == 422
        assert "Somebody else is signed in here now" in answer.content.decode()
        assert not CreditAccount.objects.exclude(budget_day=None).exists()

    def test_below_what_is_spent_it_says_what_stops(self, spend, client_of, grace):
        spend(2)
        page = client_of(grace).post("/usage/budget/", {"budget_day": "0.10"}, follow=True).content.decode()
        assert "Your budget for today is used up: $0.20 of $0.10. Calls that cost credits stop until tomorrow." in page

    @pytest.mark.django_db(transaction=True)
    def test_its_answer_tells_the_other_tabs(self, client_of, grace):
        answer = client_of(grace).post("/usage/budget/", {"budget_month": "20"}, headers={"HX-Request": "true"})
        sent = json.loads(re.search(r"<template data-frames>(.*)</template>", answer.content.decode())[1])
        [frame] = [frame for frame in sent if frame["topic"] == f"user.{grace.pk}.budget"]
        assert {patch["key"]: patch["value"] for patch in frame["patches"]} == {"budget_day": "", "budget_month": "20.00"}
        state = client_of(grace).get("/usage/budget/state/").json()
        assert state["topics"] == {frame["topic"]: frame["to"]}
        assert state["fields"] == {"budget_day": "", "budget_month": "20.00"}
        assert state["alerts"] == []


class TestAsJson:
    """What a script sends: it knows nothing of the values that the form began with."""

    @pytest.fixture
    def send(self, client_of, grace):
        return lambda fields: client_of(grace).post("/usage/budget/", fields, content_type="application/json")

    @pytest.fixture
    def kept(self, grace, account_of):
        budgets.decide(grace.pk, day=USD, month=2 * USD)
        return lambda: (account_of(grace).budget_day, account_of(grace).budget_month)

    @pytest.mark.parametrize(
        ("fields", "then"),
        [
            ({"budget_day": "5"}, (5 * USD, 2 * USD)),
            ({"budget_month": 7.5}, (USD, 7_500_000_000)),
            ({"budget_day": "1", "budget_month": 0}, (USD, 0)),
            ({"budget_day": None}, (None, 2 * USD)),
            ({"budget_day": "", "budget_month": ""}, (None, None)),
        ],
    )
    def test_it_sets_what_is_given_and_nothing_else(self, send, kept, fields, then):
        answer = send(fields)
        assert answer.status_code == 200
        assert kept() == then
        assert answer.json()["fields"] == {"budget_day": plain(then[0]), "budget_month": plain(then[1])}

    @pytest.mark.parametrize("amount", ["abc", "-1", "nan", True, [], {"usd": 5}])
    def test_what_is_no_amount_is_refused_in_words(self, send, kept, amount):
        answer = send({"budget_day": amount, "budget_month": "9"})
        assert answer.status_code == 422
        error = answer.json()["error"]
        assert (error["code"], list(error["fields"])) == ("invalid", ["budget_day"])
        assert error["message"] == error["fields"]["budget_day"]
        assert kept() == (USD, 2 * USD)

    @pytest.mark.parametrize("body", ["{", "[]", "{}", '{"budget": "5"}'])
    def test_what_names_no_budget_is_refused_in_words(self, send, kept, body):
        answer = send(body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "malformed")
        assert kept() == (USD, 2 * USD)

    def test_it_is_not_saved_for_who_signed_in_meanwhile(self, send, kept, eve):
        answer = send({"budget_day": "5", "person": eve.pk})
        assert answer.status_code == 422
        assert "Somebody else is signed in here now" in answer.json()["error"]["message"]
        assert kept() == (USD, 2 * USD)
