"""What Stripe tells of purchases, in any order and any number of times: https://docs.stripe.com/api/events/types"""

import logging
from uuid import UUID

from django.db import transaction

from usage.models import CreditPurchase, WebhookEvent
from usage.payments import STRIPE, purchasing

logger = logging.getLogger("usage.payments")


@transaction.atomic
def take(event):
    """Do what a message says, once: that it came and what it did are one transaction. `event` is verified JSON."""
    fields = {"kind": event["type"][:100]}
    _, is_new = WebhookEvent.objects.get_or_create(provider=STRIPE, event=event["id"], defaults=fields)
    handle = HANDLERS.get(event["type"])
    if is_new and handle:
        handle(event["data"]["object"])


@transaction.atomic
def take_session(session):
    """A checkout as it is now: also when the person comes back from it before the message does."""
    purchase = _purchase_of_session(session)
    if purchase is None or not _costs(purchase, session["amount_total"], session["currency"]):
        return
    purchasing.name_checkout(purchase.pk, session["id"])
    if session["payment_status"] == "paid":
        purchasing.complete(purchase.pk, session["payment_intent"])
    elif session["status"] == "complete":
        purchasing.await_payment(purchase.pk, session["payment_intent"] or session["id"])
    elif session["status"] == "expired":
        purchasing.expire(purchase.pk)


def _fail(session):
    purchase = _purchase_of_session(session)
    if purchase:
        purchasing.fail(purchase.pk)


def _refund(charge):
    """`amount_refunded` is what was paid back in all, so that the last of several messages may come first."""
    purchase = _purchase_of_charge(charge)
    if purchase and _is_currency(purchase, charge["currency"]):
        purchasing.refund(purchase.pk, charge["amount_refunded"], charge["payment_intent"])


def _dispute(dispute):
    """The bank decides; credits are left as they are until the money is paid back, or staff takes them."""
    purchase = _purchase_of_charge(dispute)
    if purchase:
        logger.warning("Purchase %s is disputed: %s, %s.", purchase.pk, dispute.get("reason"), dispute.get("status"))


def _refund_failed(refund):
    purchase = _purchase_of_charge(refund)
    if purchase:
        logger.error("A refund of purchase %s failed at the bank: its credits were taken back all the same.", purchase.pk)


def _purchase_of_session(session):
    """The purchase that it was made for, if it is the only checkout of that."""
    purchase = _named(session.get("client_reference_id"))
    if purchase is None or purchase.ref not in (None, session["id"]):
        logger.warning("Stripe tells of checkout %s, which is of no purchase here.", session["id"])
        return None
    return purchase


def _purchase_of_charge(charge):
    """By its payment, else by the mark that we gave it: of a refund we may hear before we hear of the payment."""
    payment = charge.get("payment_intent")
    purchase = CreditPurchase.objects.filter(provider=STRIPE, payment=payment).first() if payment else None
    purchase = purchase or _named((charge.get("metadata") or {}).get("purchase"))
    if purchase is None or purchase.payment not in ("", payment):
        logger.warning("Stripe tells of %s, which is of no purchase here.", charge.get("id"))
        return None
    return purchase


def _named(text):
    try:
        return CreditPurchase.objects.filter(provider=STRIPE, pk=UUID(str(text))).first()
    except ValueError:
        return None


def _costs(purchase, cents, currency):
    if cents == purchase.price_cents:
        return _is_currency(purchase, currency)
    logger.error("Purchase %s costs %s cents, Stripe says %s: left alone.", purchase.pk, purchase.price_cents, cents)
    return False


def _is_currency(purchase, currency):
    if currency == purchase.currency:
        return True
    logger.error("Purchase %s is in %s, Stripe says %s: left alone.", purchase.pk, purchase.currency, currency)
    return False


HANDLERS = {
    "checkout.session.completed": take_session,
    "checkout.session.async_payment_succeeded": take_session,
    "checkout.session.async_payment_failed": _fail,
    "checkout.session.expired": take_session,
    "charge.refunded": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.closed": _dispute,
    "refund.failed": _refund_failed,
}
