"""What came in: from everybody, or from those whom the filters let through."""

from django.db import connection
from django.db.models import F, Sum

from usage.models import CreditPurchase

TOGETHER = {"postgresql": "STRING_AGG(currency || ' ' || cents, ',')", "sqlite": "GROUP_CONCAT(currency || ' ' || cents, ',')"}


def column(filters):
    """(SQL, parameters) of what was paid and not given back, as one text: `usd 1250,eur 300`. In a period: what was paid in it."""
    paid = CreditPurchase.objects.counted()
    if not filters.is_everybody:
        paid = paid.filter(user__in=filters.people())
    if filters.begin:
        paid = paid.filter(completed_at__gte=filters.begin)
    sums = paid.order_by().values("currency").annotate(cents=Sum(F("price_cents") - F("refunded_cents")))
    sql, params = sums.query.sql_with_params()
    return f"(SELECT {TOGETHER[connection.vendor]} FROM ({sql}) r) AS all_revenue", params  # noqa: S608 – our own names


def read(text):
    """[(cents, currency)] of such a text, the highest first."""
    sums = (each.split(" ") for each in (text or "usd 0").split(","))
    return sorted(((int(cents), currency) for currency, cents in sums), reverse=True)
