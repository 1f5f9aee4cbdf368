"""Taking a hold before a paid call, and saying why not."""

from django.db import transaction
from django.utils import timezone

from usage import prices
from usage.models import CreditAccount, Hold
from usage.models.accounts import today
from usage.models.holds import LONGEST
from usage.money import shown


class Declined(Exception):
    """This call may not be made. The text says why, and what to do; `code` is "balance" or "budget", for who leads there."""

    def __init__(self, words, code):
        super().__init__(words)
        self.code = code


def hold(ask):
    """Hold the most that this can cost, where it costs credits. Raises Declined where that is not there."""
    price = prices.of(ask.provider, ask.model) if takes_credits(ask) else None
    amount = price.of(ask.tokens_in, ask.tokens_out, ask.images) if price else 0
    if not amount:
        return
    account = CreditAccount.objects.of(ask.user_id)
    if _take(account, ask.key, amount, price):
        return
    if account.held and Hold.objects.expire() and _take(account, ask.key, amount, price):
        return
    account.refresh_from_db()
    raise why_not(account, amount, ask)


def takes_credits(call):
    """Whether credits pay for it: not where the person's own key does, nor where nobody has to."""
    return not call.is_own_key and call.provider != prices.BUILT_IN


def release(key):
    for held in Hold.objects.open().filter(key=key).select_related("account"):
        held.end(Hold.State.RELEASED)


@transaction.atomic
def _take(account, key, amount, price):
    """A key is held for once; asked again, it is held still."""
    if Hold.objects.filter(key=key).exists():
        return True
    if not account.affords(amount, today()):
        return False
    Hold.objects.create(key=key, account=account, amount=amount, price=price, expires_at=timezone.now() + LONGEST)
    return True


def why_not(account, amount, ask):
    """Declined, in words for the person: which limit it is, and what to do."""
    if account.available < amount:
        there = shown(max(account.available, 0))
        cheaper = "" if ask.images else ", or lower Max tokens"
        words = f"This can cost up to {shown(amount)}, and you have {there} of credits. Buy credits{cheaper}."
        return Declined(words, "balance")
    day = today()
    if account.budget_day is not None and account.spent_today(day) + account.held + amount > account.budget_day:
        limit, until = f"{shown(account.budget_day)} a day", "tomorrow"
    else:
        limit, until = f"{shown(account.budget_month or 0)} a month", "next month"
    return Declined(f"This can go over your budget of {limit}. Raise it in Usage, or go on {until}.", "budget")
