"""check_ledger: finds every figure that is wrong, and repairs what can be reckoned again."""

from datetime import date, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from tests.usage.conftest import ask_of, call_of
from usage import budgets, metering
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, Hold, ModelDay, SiteDay, UsageLog, UserDay
from usage.money import USD


@pytest.fixture
def busy(grace, ada, give, price):
    """Calls of two people, some of them weeks ago, one still running."""
    for person in (grace, ada):
        give(person, USD)
        for seconds_ago in (0, 90_000, 5_000_000):
            metering.settle(call_of(ask_of(person), seconds_ago))
    metering.settle(call_of(ask_of(grace, "two")))
    metering.settle(call_of(ask_of(None)))
    metering.admit(ask_of(grace))


def output(*arguments):
    out = StringIO()
    call_command("check_ledger", *arguments, stdout=out)
    return out.getvalue()


def test_where_all_agrees_it_says_so(busy):
    assert output() == "Ledger, logs and every figure made of them agree.\n"


WRONG = {
    "balance": lambda: CreditAccount.objects.update(balance=1),
    "held": lambda: CreditAccount.objects.update(held=7),
    "a hold that nobody counted": lambda: Hold.objects.update(state="released"),
    "totals": lambda: CreditAccount.objects.update(requests=0, tokens=5, charged=8),
    "what was spent today": lambda: CreditAccount.objects.update(spent_day=1, spent_month=2),
    "a missing account": lambda: (
        Hold.objects.all().delete(),
        CreditEntry.objects.all()._raw_delete("default"),
        CreditAccount.objects.all().delete(),
    ),
    "a person's days": lambda: UserDay.objects.update(tokens=1),
    "a person's days that are gone": lambda: UserDay.objects.all().delete(),
    "a day too many": lambda: SiteDay.objects.create(day="2001-01-01", provider="x", model="y", shard=0, requests=1),
    "the days of models": lambda: ModelDay.objects.update(charged=1),
    "the days of the site": lambda: SiteDay.objects.update(requests=9),
}


@pytest.mark.parametrize("what", WRONG)
def test_every_wrong_figure_is_found_and_repaired(busy, what):
    WRONG[what]()
    with pytest.raises(CommandError, match=r"differences found\. Run again with --repair"):
        output()
    if what == "a missing account":
        with pytest.raises(CommandError, match="What is left is for you to look at"):
            output("--repair")
        assert {str(difference).partition(": usage")[0] for difference in check()} == {"ledger"}
    else:
        assert "repaired" in output("--repair")
        assert not list(check())


@pytest.mark.parametrize(
    "change",
    [
        lambda: CreditEntry.objects.filter(key="usage.two")._raw_delete("default"),
        lambda: CreditEntry.objects.filter(kind="usage").update(amount=-5),
        lambda: UsageLog.objects.filter(key="two")._raw_delete("default"),
        lambda: UsageLog.objects.filter(key="two").update(charged=0, cost=0),
    ],
)
def test_the_ledger_itself_is_never_changed(busy, change):
    change()
    before = list(CreditEntry.objects.values())
    with pytest.raises(CommandError, match="What is left is for you to look at"):
        output("--repair")
    assert list(CreditEntry.objects.values()) == before


def test_another_reporting_time_zone_is_reckoned_anew(grace, price, settings):
    call = ask_of(grace, is_own_key=True)
    metering.settle(call_of(call, ended_at=UsageLog._meta.get_field("ended_at").to_python("2026-03-08T20:00:00+00:00")))
    assert UserDay.objects.get().day == date(2026, 3, 8)
    settings.REPORTING_ZONE = ZoneInfo("Asia/Kolkata")
    output("--repair")
    assert UserDay.objects.get().day == ModelDay.objects.get().day == SiteDay.objects.get().day == date(2026, 3, 9)


def test_budgets_that_were_spent_earlier_this_month_are_checked_too(busy):
    """The day of an account is the one on which it last spent."""
    CreditAccount.objects.update(day=F("day") - timedelta(days=1), spent_day=0, spent_month=5)
    figures = {str(difference).partition(" is ")[0].rpartition(": ")[2] for difference in check()}
    assert figures == {"spent_day", "spent_month"}


def test_after_a_repair_alerts_come_as_after_any_other_call(grace, give, price, account_of):
    """Yesterday's alert says nothing of today."""
    give(grace, USD)
    budgets.decide(grace.pk, day=4_000_000, month=USD)
    for _ in range(3):
        metering.settle(call_of(ask_of(grace)))
    assert account_of(grace).told_day == 50
    CreditAccount.objects.update(day=F("day") - timedelta(days=1), told_day=100, spent_day=0)
    output("--repair")
    assert (account_of(grace).spent_day, account_of(grace).told_day) == (3_000_000, 0)
    metering.settle(call_of(ask_of(grace)))
    assert account_of(grace).told_day == 100
