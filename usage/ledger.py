"""The verbs that move credits, each once per key. The balance is a cache of their sum."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from usage.models import CreditAccount, CreditEntry
from usage.settling import announce

Kind = CreditEntry.Kind


class AlreadyReversed(Exception):
    """This entry was taken back before."""


@transaction.atomic
def credit(user_id, amount, kind, key, note="", by=None, reverses=None):
    """Add an entry of `amount` nano-USD (below zero: take away). Returns it, or None where this key has one already."""
    account = CreditAccount.objects.select_for_update().get(pk=CreditAccount.objects.of(user_id).pk)
    if CreditEntry.objects.filter(key=key).exists():
        return None
    entry = CreditEntry.objects.create(
        account=account, kind=kind, amount=amount, key=key, note=note[:200], by=by, reverses=reverses, at=timezone.now()
    )
    CreditAccount.objects.filter(pk=account.pk).update(balance=F("balance") + amount)
    announce(user_id)
    return entry


def grant(user_id, amount, key, note="", by=None):
    """Give credits that nobody paid for; `by` is who gave them."""
    return credit(user_id, amount, Kind.GRANT, key, note, by)


def reverse(entry, key, note="", by=None):
    """Take an entry back by one that is its opposite. Returns that; raises AlreadyReversed, also where a part of it was."""
    with transaction.atomic():
        CreditAccount.objects.select_for_update().get(pk=entry.account_id)
        if CreditEntry.objects.filter(reverses=entry).exists():
            raise AlreadyReversed(entry.key)
        return credit(entry.account.user_id, -entry.amount, Kind.ADJUSTMENT, key, note, by, reverses=entry)
