"""A call just before midnight is one of that day: in the log, the sums, the budget and the chart alike, whatever the zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.usage.conftest import ask_of, call_of
from tests.usage.test_mine import calls
from usage import budgets, metering, spending
from usage.models import ModelDay, UserDay
from usage.models.accounts import today
from usage.money import USD
from usage.reporting import midnight as first_moment

MINUTE = timedelta(minutes=1)
MIDNIGHTS = {  # a day and the moment at which it ends
    "Asia/Kolkata": (date(2026, 11, 18), datetime(2026, 11, 18, 18, 30, tzinfo=UTC)),
    "America/New_York": (date(2026, 11, 1), datetime(2026, 11, 2, 5, 0, tzinfo=UTC)),  # 25 hours long
    "America/Santiago": (date(2026, 9, 5), datetime(2026, 9, 6, 4, 0, tzinfo=UTC)),  # no midnight follows: 1 o'clock does
    "UTC": (date(2026, 11, 18), datetime(2026, 11, 19, tzinfo=UTC)),
}


@pytest.fixture(params=MIDNIGHTS)
def midnight(request, settings):
    """(a day of the reporting time zone, the moment at which it ends)."""
    settings.REPORTING_ZONE = ZoneInfo(request.param)
    return MIDNIGHTS[request.param]


@pytest.fixture
def around(midnight, grace, price, give):
    """Two calls of Grace's: a minute before that midnight, and a minute after it."""
    give(grace, USD)
    budgets.decide(grace.pk, day=USD)
    _, end = midnight
    return [metering.settle(call_of(ask_of(grace), started_at=at, ended_at=at)) for at in (end - MINUTE, end + MINUTE)]


def test_the_call_before_midnight_counts_for_the_day_that_ends(around, midnight, grace, account_of):
    day, next_day = midnight[0], midnight[0] + timedelta(days=1)
    assert [log.day for log in around] == [day, next_day]
    for sums in (UserDay, ModelDay):
        assert list(sums.objects.order_by("day").values_list("day", "requests")) == [(day, 1), (next_day, 1)]
    account = account_of(grace)
    assert (account.day, account.spent_day) == (next_day, around[1].charged)
    assert account.spent_today(next_day) == around[1].charged


def test_the_page_says_whose_days_they_are(midnight, settings, client_of, grace):
    assert f"Days begin at midnight in {settings.REPORTING_ZONE}" in client_of(grace).get("/usage/").content.decode()


def test_the_log_is_filtered_by_the_same_days(around, midnight, client_of, grace):
    day = midnight[0]
    client = client_of(grace)
    assert len(calls(client, f"?since={day}&until={day}")) == 1
    assert len(calls(client, f"?since={day + timedelta(days=1)}")) == 1
    assert len(calls(client, f"?until={day}")) == 1
    assert calls(client, f"?until={day - timedelta(days=1)}") == []


def test_the_chart_shows_them_on_the_same_days(around, midnight, grace):
    day = midnight[0]
    days = [day - timedelta(days=5) + timedelta(days=index) for index in range(7)]
    chart = spending.of(grace, days)["requests"]
    assert [len(bar.parts) for bar in chart.bars] == [0, 0, 0, 0, 0, 1, 1]


def test_the_budget_of_today_begins_at_midnight(midnight, grace, price, give, account_of):
    give(grace, USD)
    budgets.decide(grace.pk, day=1_000_000, month=USD)
    begin = first_moment(today())
    metering.settle(call_of(ask_of(grace), started_at=begin - MINUTE, ended_at=begin - MINUTE))
    assert account_of(grace).spent_today(today()) == 0
    assert budgets.alerts(account_of(grace)) == []
    metering.settle(call_of(ask_of(grace), started_at=begin, ended_at=begin))
    assert [budget.is_used_up for budget in budgets.alerts(account_of(grace))] == [True]
    assert spending.last_days(2) == [today() - timedelta(days=1), today()]
