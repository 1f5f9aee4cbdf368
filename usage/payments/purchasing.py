"""What a purchase can become, and the credits that come and go with it. Each verb may be called again: it counts once.

pending → completed | failed | expired, and completed → refunded. What was paid after all is completed also where it had
failed or expired. The purchase is locked before the account, always in this order.
"""

from uuid import uuid5

from django.db import transaction
from django.utils import timezone

from usage import ledger
from usage.models import CreditAccount, CreditEntry, CreditPurchase
from usage.payments import service

MOST_PENDING = 20  # that one person has open at a time
Kind, State = CreditEntry.Kind, CreditPurchase.State


class TooMany(Exception):
    """This person has begun many purchases and ended none of them."""


def begin(user, package, attempt):
    """The purchase of this package that this rendering of the form (a UUID) asks for: made once. Raises TooMany."""
    key = uuid5(attempt, f"{user.pk} {package.pk}")
    if user.purchases.filter(state=State.PENDING).exclude(attempt=key).count() >= MOST_PENDING:
        raise TooMany
    frozen = {"credits": package.credits, "price_cents": package.price_cents, "currency": package.currency}
    fields = {"user": user, "package": package, "provider": service(), **frozen}
    return CreditPurchase.objects.get_or_create(attempt=key, defaults=fields)[0]


@transaction.atomic
def name_checkout(pk, ref):
    """Note what the payment service calls the checkout."""
    purchase = _locked(pk)
    if purchase.ref is None:
        purchase.ref = ref
        purchase.save()


@transaction.atomic
def await_payment(pk, payment):
    """The person has done their part; the money takes days to come. Until then it does not expire."""
    purchase = _locked(pk)
    if purchase.state == State.PENDING:
        purchase.payment = payment
        purchase.save()


@transaction.atomic
def complete(pk, payment):
    """It was paid: the credits come. What was refunded before we heard of the payment goes at once. Returns whether it is news."""
    purchase = _locked(pk)
    if purchase.completed_at:
        return False
    purchase.state, purchase.payment = State.COMPLETED, payment
    purchase.completed_at, purchase.ended_at = timezone.now(), None
    if purchase.user_id:
        ledger.credit(purchase.user_id, purchase.credits, Kind.PURCHASE, purchase.entry_key, purchase.name)
    if purchase.refunded_cents:
        _take_back(purchase, 0)
    purchase.save()
    return True


def fail(pk):
    """It was not paid."""
    return _end(pk, State.FAILED)


def expire(pk):
    """Nobody paid it in time, or it was given up."""
    return _end(pk, State.EXPIRED)


@transaction.atomic
def refund(pk, cents, payment=""):
    """So many cents of it were paid back, in all: the credits for them go. Returns whether it is more than before."""
    purchase = _locked(pk)
    before, cents = purchase.refunded_cents, min(cents, purchase.price_cents)
    if cents <= before:
        return False
    purchase.refunded_cents, purchase.payment = cents, purchase.payment or payment
    if purchase.completed_at:
        _take_back(purchase, before)
    purchase.save()
    return True


@transaction.atomic
def remove(pk):
    """Take it out of the books of what was sold. Its credits stay with the person: refund it first where they should not."""
    return _mark(pk, timezone.now())


@transaction.atomic
def restore(pk):
    return _mark(pk, None)


def count_for(user_id):
    """Whether a person has ever paid stands on their account: counted anew once that is locked, so that of two purchases which
    change at once the later counts both."""
    if user_id and (account := CreditAccount.objects.select_for_update().filter(user=user_id).first()):
        account.purchases = CreditPurchase.objects.counted().filter(user=user_id).count()
        CreditAccount.objects.filter(pk=account.pk).update(purchases=account.purchases)


def _locked(pk):
    return CreditPurchase.objects.select_for_update().get(pk=pk)


@transaction.atomic
def _end(pk, state):
    purchase = _locked(pk)
    if purchase.state != State.PENDING:
        return False
    purchase.state, purchase.ended_at = state, timezone.now()
    purchase.save()
    return True


def _mark(pk, deleted_at):
    purchase = _locked(pk)
    if bool(purchase.deleted_at) == bool(deleted_at):
        return False
    purchase.deleted_at = deleted_at
    purchase.save()
    return True


def _take_back(purchase, before):
    """Take the credits for what was refunded since `before` cents, by an entry that reverses so much of the purchase's."""
    cents, key = purchase.refunded_cents, f"refund.{purchase.payment or purchase.pk}.{purchase.refunded_cents}"
    if cents == purchase.price_cents:
        purchase.state, purchase.ended_at = State.REFUNDED, timezone.now()
    entry = CreditEntry.objects.filter(key=purchase.entry_key).first()
    if entry is None or not purchase.user_id or entry.reversals.filter(kind=Kind.ADJUSTMENT).exists():
        return  # Whoever bought it is gone, and the credits with them; or they were taken back by hand.
    amount = purchase.worth(cents) - purchase.worth(before)
    ledger.credit(purchase.user_id, -amount, Kind.REFUND, key, purchase.name, reverses=entry)
