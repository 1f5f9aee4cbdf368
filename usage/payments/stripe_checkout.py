"""Stripe's side of a purchase, through its official SDK: https://docs.stripe.com/payments/checkout/how-checkout-works

The SDK is loaded when it is first wanted: it takes a third of a second and 35 MB.
"""

import json
import logging
from functools import cache
from importlib import import_module

from django.conf import settings
from django.urls import reverse

from usage.models.purchases import LONGEST
from usage.money import shown

SECONDS = 10  # that Stripe may take to answer, twice
TOLERANCE = 300  # seconds by which a message may be late: older ones are somebody's copies
MARGIN = 3600  # seconds before the purchase expires here, the checkout there does
WORDS = "The payment service does not answer as it should. Try again in a while: nothing happens twice."
logger = logging.getLogger("usage.payments")


class Forged(Exception):
    """This message is not Stripe's, or too old, or of the other mode."""


class Unavailable(Exception):
    """Stripe did not do it. The text is for the person."""


def open_session(purchase):
    """The checkout of this purchase as Stripe has it now, as JSON: made once, however often it is asked for. Raises Unavailable."""
    sessions = _client().v1.checkout.sessions
    if purchase.ref:
        return _asked(sessions.retrieve, purchase.ref)
    return _asked(sessions.create, _order(purchase), {"idempotency_key": f"checkout.{purchase.attempt}"})


def pay_back(purchase):
    """Ask Stripe to pay back what is left of a payment. Returns the cents that are paid back in all by now. Raises Unavailable."""
    order = {"payment_intent": purchase.payment, "metadata": {"purchase": str(purchase.pk)}}
    key = {"idempotency_key": f"refund.{purchase.pk}.{purchase.refunded_cents}"}
    answer = _asked(_client().v1.refunds.create, order, key)
    return purchase.refunded_cents + (answer["amount"] if answer["status"] == "succeeded" else 0)


def verified(body, signature):
    """What Stripe's message (bytes) says, as JSON. Raises Forged."""
    sdk = _sdk()
    try:
        sdk.WebhookSignature.verify_header(body, signature, settings.STRIPE_WEBHOOK_SECRET, TOLERANCE)
        event = json.loads(body)
    except (sdk.SignatureVerificationError, ValueError, TypeError) as error:
        raise Forged("The signature is not Stripe's, or too old.") from error
    if event.get("livemode", False) != is_live():
        raise Forged("The message is of Stripe's other mode: test or live.")
    return event


def is_live():
    """Whether our key moves real money."""
    return settings.STRIPE_SECRET_KEY.split("_")[1:2] == ["live"]


def _order(purchase):
    """What is bought. The same text each time, or Stripe would not take it for the same."""
    mark = {"purchase": str(purchase.pk)}
    item = {"name": f"{shown(purchase.credits)} of credits"}
    price = {"currency": purchase.currency, "unit_amount": purchase.price_cents, "product_data": item}
    back = reverse("usage:purchase_checkout", args=[purchase.pk])
    return {
        "mode": "payment",
        "client_reference_id": str(purchase.pk),
        "metadata": mark,
        "payment_intent_data": {"metadata": mark},
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": settings.SITE_URL + back,
        "cancel_url": settings.SITE_URL + reverse("usage:credits"),
        "expires_at": int((purchase.created_at + LONGEST).timestamp()) - MARGIN,
    }


def _asked(method, *args):
    sdk = _sdk()
    try:
        return method(*args).to_dict()
    except sdk.StripeError as error:
        logger.warning("Stripe: %s (%s, request %s)", type(error).__name__, error.code, error.request_id)
        raise Unavailable(WORDS) from None


@cache
def _sdk():
    return import_module("stripe")


def _client():
    """A client that asks nobody in between: no proxy of the environment, no other place than Stripe's."""
    sdk, session = _sdk(), import_module("requests").Session()
    session.trust_env = False
    addresses = {"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {}
    http = sdk.RequestsClient(timeout=SECONDS, session=session)
    return sdk.StripeClient(settings.STRIPE_SECRET_KEY, base_addresses=addresses, http_client=http, max_network_retries=1)
