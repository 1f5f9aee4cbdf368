"""Calls, credits and purchases for a site that is tried out."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from usage import ledger, metering
from usage.models import CreditAccount, CreditPurchase, Package, UsageLog
from usage.money import USD

DEMO = UUID("6c6f636b-7374-4570-8000-0000000000de")
CALLS = {"ada": 90, "grace": 60, "eve": 12}
MODELS = [
    ("openai", "gpt-5-mini", "chat"),
    ("lockstep", "lockstep-guide", "chat"),
    ("anthropic", "claude-sonnet-5", "chat"),
    ("openai", "gpt-6-sol", "chat"),
    ("lockstep", "lockstep-artwork", "image"),
    ("ollama", "llama3.2", "chat"),
    ("openai", "gpt-image-2", "image"),
]
BUYERS = ("ada", "eve")
GRANT = 25 * USD
DAYS = 30


@transaction.atomic
def seed():
    """Make a month of the demo people; what is there stays. Returns how many calls were made."""
    people = {user.username: user for user in get_user_model().objects.filter(username__in=CALLS)}
    for name, user in people.items():
        ledger.grant(user.pk, GRANT, f"demo.{user.pk}", "To try Lockstep with")
        if name in BUYERS:
            _buy(user)
    CreditAccount.objects.filter(user__username="ada", budget_month=None).update(budget_month=20 * USD)
    return sum(_call(user, name, number) for name, user in people.items() for number in range(CALLS[name]))


def _buy(user):
    package = Package.objects.order_by("price_cents").first()
    pk = uuid5(DEMO, f"purchase of {user.pk}")
    if package is None or CreditPurchase.objects.filter(pk=pk).exists():
        return
    at = timezone.now() - timedelta(days=12)
    CreditPurchase.objects.create(
        pk=pk,
        user=user,
        package=package,
        attempt=pk,
        provider="test",
        ref=f"demo-{pk}",
        credits=package.credits,
        price_cents=package.price_cents,
        currency=package.currency,
        state=CreditPurchase.State.COMPLETED,
        created_at=at,
        completed_at=at,
    )
    ledger.credit(user.pk, package.credits, ledger.Kind.PURCHASE, f"purchase.{pk}", package.name)
    CreditAccount.objects.filter(user=user).update(purchases=1)


def _call(user, name, number):
    """The calls of somebody: more on some days, each model its share, a few that went wrong. Returns whether it was made."""
    key = f"demo.{name}.{number}"
    if UsageLog.objects.filter(key=key).exists():
        return False
    provider, model, kind = MODELS[(number * 5 + len(name)) % len(MODELS)]
    at = timezone.now() - timedelta(days=(number * number) % DAYS, minutes=37 * number % 600)
    what = {"key": key, "user_id": user.pk, "provider": provider, "model": model, "kind": kind, "about": None}
    how = _failed() if number % 17 == 16 else _done(number, kind, at)
    started = at - timedelta(seconds=2 + number % 9)
    return bool(metering.settle(metering.Call(**what, **how, is_estimated=False, started_at=started, ended_at=at)))


def _done(number, kind, at):
    tokens = {"tokens_in": 300 + 97 * number % 4000, "tokens_out": 200 + 311 * number % 1900}
    return {
        **tokens,
        "images": int(kind == "image"),
        "first_at": at - timedelta(seconds=number % 2 + 1),
        "outcome": "done",
        "code": "",
    }


def _failed():
    nothing = {"tokens_in": 0, "tokens_out": 0, "images": 0, "first_at": None}
    return {**nothing, "outcome": "failed", "code": "unavailable"}
