"""What operators type: give credits, and compare every figure with the ledger."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from tests.usage.conftest import ask_of, call_of
from usage import metering
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, Hold, SiteDay, UserDay
from usage.money import USD
from usage.payments import purchasing


def run(*arguments):
    """What the command says."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


# grant_credits


@pytest.mark.parametrize("name", ["grace@example.com", "GRACE@example.com", "grace"])
def test_credits_are_given_by_address_or_name(grace, account_of, name):
    assert run("grant_credits", name, "2.50") == "$2.50 given. grace@example.com has $2.50."
    assert account_of(grace).balance == 2_500_000_000
    line = AuditEntry.objects.get(action="credits.granted")
    assert (line.subject, line.device) == (grace.pk, "the command line")


def test_a_grant_with_a_key_is_given_once(grace, account_of):
    run("grant_credits", "grace", "5", "--key", "fair-2026", "--note", "For the fair")
    words = run("grant_credits", "grace", "5", "--key", "fair-2026")
    assert words == "This grant was given before. grace@example.com has $5.00."
    assert (CreditEntry.objects.get().note, account_of(grace).balance) == ("For the fair", 5 * USD)
    assert AuditEntry.objects.filter(action="credits.granted").count() == 1


def test_credits_are_taken_away_below_zero(grace, account_of):
    run("grant_credits", "grace", "--", "-1")
    assert account_of(grace).balance == -USD


def test_what_is_taken_is_called_so(grace):
    assert run("grant_credits", "grace", "-3") == "$3.00 taken. grace@example.com has −$3.00."


@pytest.mark.parametrize(
    ("name", "amount", "words"),
    [
        ("nobody", "5", "There is nobody with the address or username nobody."),
        ("grace", "much", "much is not an amount in dollars."),
        ("grace", "NaN", "NaN is not an amount in dollars."),
        ("grace", "Infinity", "Infinity is not an amount in dollars."),
        ("grace", "0.0000000001", "0.0000000001 has more digits than an amount in dollars has here."),
        ("grace", "1e9999999", "1e9999999 has more digits than an amount in dollars has here."),
        ("grace", "1e-9999999", "1e-9999999 has more digits than an amount in dollars has here."),
        ("grace", "1e99", "1e99 has more digits than an amount in dollars has here."),
        ("grace", "0", "Nothing to give."),
    ],
)
def test_what_makes_no_sense_gives_nothing(grace, name, amount, words):
    with pytest.raises(CommandError) as refused:
        run("grant_credits", name, amount)
    assert str(refused.value) == words
    assert not CreditEntry.objects.exists()


# check_ledger


@pytest.fixture
def books(grace, eve, give, price, bought):
    """A grant, a purchase that was partly paid back, calls that were settled and one that runs."""
    give(grace, 5 * USD)
    purchase = bought()
    purchasing.complete(purchase.pk, "pi_1")
    purchasing.refund(purchase.pk, 100)
    for _ in range(3):
        ask = ask_of(grace)
        metering.admit(ask)
        metering.settle(call_of(ask))
    metering.admit(ask_of(grace))
    metering.settle(call_of(ask_of(eve, is_own_key=True)))


def test_books_that_are_right_are_said_to_be(books):
    assert run("check_ledger") == "Ledger, logs and every figure made of them agree."


@pytest.mark.parametrize(
    "break_it",
    [
        lambda: CreditAccount.objects.update(balance=1),
        lambda: CreditAccount.objects.update(held=1),
        lambda: CreditAccount.objects.update(requests=7, tokens=1),
        lambda: CreditAccount.objects.update(purchases=9),
        lambda: CreditAccount.objects.update(spent_day=1, spent_month=1),
        lambda: UserDay.objects.update(charged=1),
        lambda: UserDay.objects.all().delete(),
        lambda: SiteDay.objects.update(tokens=1),
        lambda: SiteDay.objects.all().delete(),
    ],
    ids=["balance", "held", "requests", "purchases", "spent", "days", "no days", "the site's days", "no days of the site"],
)
def test_a_figure_that_is_wrong_is_named_and_put_right(books, break_it):
    break_it()
    with pytest.raises(CommandError, match="--repair"):
        run("check_ledger")
    assert "repaired" in run("check_ledger", "--repair")
    assert not list(check())


def test_what_the_ledger_itself_says_is_never_changed(books):
    CreditEntry.objects.filter(kind="usage").update(amount=-5)
    before = list(CreditEntry.objects.values_list("key", "amount"))
    with pytest.raises(CommandError, match="for you to look at"):
        run("check_ledger", "--repair")
    assert list(CreditEntry.objects.values_list("key", "amount")) == before


def test_holds_that_were_left_behind_are_released_on_the_way(books):
    Hold.objects.filter(state="open").update(expires_at="2020-01-01T00:00:00Z")
    assert run("check_ledger").startswith("1 holds that were left behind have been released.")
