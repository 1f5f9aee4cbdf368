"""The parts of My usage, and of other pages about one's own credits, that are live."""

from django.urls import reverse

from realtime import Region
from usage import budgets, calls, spending
from usage.models import CreditAccount, CreditPurchase
from usage.models.accounts import today
from usage.money import USD
from usage.reporting import tomorrow
from usage.words import with_words

LOW = USD  # below this a person may want to buy before they have to
PURCHASES = 3
PACE = (150, 700)  # ms: one call shows at once, many in a row cost a few fetches


def balance(user):
    """What is there to spend, what was spent of the budgets, and the latest purchases."""
    return _region("usage-balance", user, "usage:balance", lambda: _balance(user))


def panel(user):
    """The same in short, for the home page."""
    return _region("home-credits", user, "usage:summary", lambda: _panel(user))


def spent(user, filters):
    """Charts of the last days."""
    context = {"filters": filters, "periods": _periods(filters)}
    return _region("usage-spent", user, "usage:spent", lambda: context | _spent(user, filters), filters)


def log(user, filters):
    """A page of the person's calls."""
    return _region("usage-calls", user, "usage:calls", lambda: _calls(user, filters), filters)


def account_of(user):
    """The person's account, also where they never had anything."""
    return CreditAccount.objects.filter(user=user).first() or CreditAccount(user=user)


def _region(name, user, route, context, filters=None):
    query = f"?{filters.query}" if filters and filters.query else ""
    return Region(
        name,
        template=f"usage/_mine_{name.partition('-')[2]}.html",
        topics=[CreditAccount.topic_of(user.pk)],
        src=reverse(route) + query,
        context=context,
        mode="fetch",
        pace=PACE,
    )


def _panel(user):
    account = account_of(user)
    return {"account": account, "spent_this_month": account.spent_this_month(today())}


def _balance(user):
    account = account_of(user)
    purchases = CreditPurchase.objects.visible_to(user).select_related("package")[:PURCHASES]
    return {
        "account": account,
        "is_low": account.available < LOW,
        "budgets": list(budgets.of(account)),
        "alerts": budgets.alerts(account),
        "purchases": purchases,
        "changes_at": tomorrow(),
    }


def _periods(filters):
    return [(days, words, filters.but(days=days).query) for days, words in spending.PERIODS.items()]


def _spent(user, filters):
    return spending.of(user, spending.last_days(int(filters.days)))


def _calls(user, filters):
    logs, older = calls.page(filters.calls_of(user), filters.place)
    newest, next_page = filters.but(), filters.but(before=older) if older else None
    return {"filters": filters, "logs": with_words(logs), "newest": newest.query, "older": next_page and next_page.query}
