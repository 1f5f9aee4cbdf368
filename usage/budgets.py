"""What a person wants to spend at most, and words about it: once for each of 50, 80 and 100 per cent of a day's and a month's."""

from dataclasses import dataclass

from django.db import transaction

from realtime import assign, publish, versions
from usage.models import CreditAccount
from usage.models.accounts import today
from usage.money import plain, shown

STEPS = (100, 80, 50)
WINDOWS = {"day": "today", "month": "this month"}
AFTER = {"day": "until tomorrow", "month": "until next month"}


@dataclass(frozen=True)
class Budget:
    """One window: what of it was spent so far. Both in nano-USD; `amount` is None where there is no budget."""

    window: str
    amount: int | None
    spent: int

    @property
    def step(self):
        """The highest step that is reached, in per cent, or 0."""
        return next((step for step in STEPS if self.amount and self.spent * 100 >= self.amount * step), 0)

    @property
    def percent(self):
        """How much of it is used: 0 to 100, all of it also where it is nothing."""
        return min(100, self.spent * 100 // self.amount) if self.amount else 100

    @property
    def is_used_up(self):
        return self.amount is not None and self.spent >= self.amount

    @property
    def words(self):
        """What to say once a step is reached."""
        of_it = f"{shown(self.spent)} of {shown(self.amount)}"
        if self.is_used_up:
            return (
                f"Your budget for {WINDOWS[self.window]} is used up: {of_it}. Calls that cost credits stop {AFTER[self.window]}."
            )
        return f"{self.step} % of your budget for {WINDOWS[self.window]} is used: {of_it}."

    def as_json(self):
        return {"window": self.window, "step": self.step, "words": self.words}


def topic_of(user_id):
    """Budgets and alerts have a topic of their own: every page of the person listens, and is not told of every call."""
    return f"user.{user_id}.budget"


def version_for(user):
    """The version of what this person was told. Read it before the rows that it stands for."""
    name = topic_of(user.pk)
    return versions.of([name])[name]


def of(account):
    """Both windows of an account as they are now."""
    day = today()
    yield Budget("day", account.budget_day, account.spent_today(day))
    yield Budget("month", account.budget_month, account.spent_this_month(day))


def alerts(account):
    """The budgets of which a person should know: half of them is used, or more."""
    return [budget for budget in of(account) if budget.step or budget.is_used_up]


def tell(account):
    """Say so where what was just spent went over a step. `account` as it is now, in the transaction that spent."""
    for window in WINDOWS:
        budget = Budget(window, getattr(account, f"budget_{window}"), getattr(account, f"spent_{window}"))
        if budget.step > getattr(account, f"told_{window}"):
            CreditAccount.objects.filter(pk=account.pk).update(**{f"told_{window}": budget.step})
            publish(topic_of(account.user_id), assign(f"alert.{window}", budget.as_json()))


def announce(account):
    """Forms that show these budgets take them over."""
    for budget in of(account):
        publish(topic_of(account.user_id), assign(f"budget_{budget.window}", plain(budget.amount)))


@transaction.atomic
def decide(user_id, **amounts):
    """Set `day` and `month` in nano-USD; None: no budget. What is over a step already is not told again: the page shows it."""
    account = CreditAccount.objects.select_for_update().get(pk=CreditAccount.objects.of(user_id).pk)
    for window, amount in amounts.items():
        setattr(account, f"budget_{window}", amount)
    for budget in of(account):
        setattr(account, f"told_{budget.window}", budget.step)
    account.save(update_fields=[f"{name}_{window}" for name in ("budget", "told") for window in WINDOWS])
    return account
