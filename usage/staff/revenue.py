"""What came in: from everybody, or from those whom the filters let through."""

from django.db.models import F, Sum

from usage.models import CreditPurchase


def revenue(filters):
    """What was paid and not given back, as (cents, currency) of each currency, the highest first; in a period: what was paid in it."""
    paid = CreditPurchase.objects.counted()
    if not filters.is_everybody:
        paid = paid.filter(user__in=filters.people())
    if filters.begin:
        paid = paid.filter(completed_at__gte=filters.begin)
    rows = paid.values("currency").annotate(cents=Sum(F("price_cents") - F("refunded_cents"))).order_by("-cents")
    return [(row["cents"], row["currency"]) for row in rows] or [(0, "usd")]
