"""The live parts of the credits page: what is there, what was bought, and the ledger."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from realtime import Region
from usage.models import CreditAccount, CreditEntry, CreditPurchase

PURCHASES, ENTRIES = 10, 25  # lines a page


def balance(user):
    return Region(
        "credits-balance",
        template="usage/_credits_balance.html",
        topics=[CreditAccount.topic_of(user.pk)],
        src=reverse("usage:credits_balance"),
        context=lambda: {"account": CreditAccount.objects.filter(user=user).first() or CreditAccount(user=user)},
    )


def purchases(user, before=None):
    """One page of what a person bought or tried to; `before` is the last purchase (a UUID) of the page above."""
    return _list("purchases", user, CreditPurchase.objects.visible_to(user).select_related("package"), PURCHASES, before)


def entries(user, before=None, has_usage=True):
    """One page of the ledger; `before` is the number of the last entry of the page above. Without usage: what was not for calls."""
    rows = CreditEntry.objects.filter(account__user=user)
    if has_usage:
        return _list("entries", user, rows, ENTRIES, before)
    return _list("entries", user, rows.exclude(kind=CreditEntry.Kind.USAGE), ENTRIES, before, usage="no")


def _list(name, user, rows, size, before, **chosen):
    """`chosen` is what else stands in its address."""
    asked = chosen | ({"before": before} if before else {})
    return Region(
        f"credits-{name}",
        template=f"usage/_credits_{name}.html",
        topics=[CreditAccount.topic_of(user.pk)],
        src=reverse(f"usage:credits_{name}") + (f"?{urlencode(asked)}" if asked else ""),
        context=lambda: _page(rows, size, before) | {"chosen": urlencode(chosen)},
    )


def _page(rows, size, before):
    """The rows of one page and where older ones begin, by the place of a row and never by counting rows."""
    time = rows.query.get_meta().ordering[0].removeprefix("-")
    last = rows.filter(pk=before).values(time, "pk").first() if before else None
    if last:
        older = Q(**{f"{time}__lt": last[time]}) | Q(**{time: last[time], "pk__lt": last["pk"]})
        rows = rows.filter(older, **{f"{time}__lte": last[time]})
    shown = list(rows[: size + 1])
    return {"rows": shown[:size], "older": shown[size - 1].pk if len(shown) > size else None, "is_first": last is None}
