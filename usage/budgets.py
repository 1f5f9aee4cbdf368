"""Words about budgets: once for each of 50, 80 and 100 per cent of a day's and a month's."""

from realtime import assign, publish
from usage.models import CreditAccount
from usage.money import shown

STEPS = (100, 80, 50)
WINDOWS = (("day", "today"), ("month", "this month"))


def tell(account):
    """Say so where what was just spent went over a step. `account` as it is now, in the transaction that spent."""
    for window, when in WINDOWS:
        budget, spent = getattr(account, f"budget_{window}"), getattr(account, f"spent_{window}")
        step = reached(spent, budget)
        if step > getattr(account, f"told_{window}"):
            CreditAccount.objects.filter(pk=account.pk).update(**{f"told_{window}": step})
            words = f"{step} % of your budget for {when} is used: {shown(spent)} of {shown(budget)}."
            publish(account.topic, assign("budget", {"window": window, "step": step, "words": words}))


def reached(spent, budget):
    """The highest step that is reached, in per cent, or 0."""
    return next((step for step in STEPS if budget and spent * 100 >= budget * step), 0)
