"""What a person's export holds of their usage and their credits."""

from accounts.exports import exporter
from usage.models import CreditAccount, CreditEntry, CreditPurchase, Hold, ModelDay, UsageLog, UserDay

CALL = (
    "key provider model kind about tokens_in tokens_out images is_estimated is_own_key cost charged "
    "started_at first_at ended_at outcome code request_id"
).split()
ACCOUNT = "balance held requests tokens images charged unpriced last_at purchases budget_day budget_month day spent_day spent_month".split()
ENTRY = "kind amount key note at".split()
PURCHASE = (
    "id provider ref payment attempt credits price_cents refunded_cents currency state created_at completed_at ended_at deleted_at"
).split()
DAY = "day requests tokens images charged unpriced".split()


@exporter("usage")
def usage(user):
    """All amounts in nano-USD: a billionth of a dollar."""
    entries, holds = CreditEntry.objects.filter(account__user=user), Hold.objects.filter(account__user=user)
    yield "calls.json", list(UsageLog.objects.filter(user=user).order_by("pk").values(*CALL))
    yield (
        "credits.json",
        {
            "account": CreditAccount.objects.filter(user=user).values(*ACCOUNT).first(),
            "entries": list(entries.order_by("pk").values(*ENTRY)),
            "holds": list(holds.order_by("pk").values("key", "amount", "state", "taken_at")),
            "purchases": list(CreditPurchase.objects.filter(user=user).order_by("created_at").values(*PURCHASE)),
        },
    )
    yield (
        "days.json",
        {
            "all": list(UserDay.objects.filter(user=user).order_by("day").values(*DAY)),
            "by_model": list(ModelDay.objects.filter(user=user).order_by("day").values("provider", "model", *DAY)),
        },
    )
