"""Messages of Stripe: forged, stale, replayed, out of order, of nothing here, at once. Credited exactly once."""

import json
import time

import pytest

from tests.usage.stripe_server import ADDRESS, charge_of, event_of, send, session_of, signature
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, CreditPurchase, WebhookEvent
from usage.money import USD

PAID = "checkout.session.completed"
pytestmark = pytest.mark.usefixtures("stripe")


@pytest.fixture
def purchase(bought):
    return bought()


def state(purchase):
    """(state, balance, entries); every figure agrees with the ledger."""
    assert not list(check())
    account = CreditAccount.objects.filter(user=purchase.user).first() or CreditAccount()
    return CreditPurchase.objects.get(pk=purchase.pk).state, account.balance, CreditEntry.objects.count()


NOTHING, ALL, BACK = ("pending", 0, 0), ("completed", 5 * USD, 1), ("refunded", 0, 2)


def test_a_payment_is_credited(client, purchase):
    assert send(client, event_of(PAID, session_of(purchase))).status_code == 200
    assert state(purchase) == ALL


@pytest.mark.parametrize(
    "options",
    [
        {"secret": "whsec_of_somebody_else"},
        {"at": time.time() - 400},
    ],
    ids=["forged", "stale"],
)
def test_a_message_that_is_not_stripes_or_too_old_does_nothing(client, purchase, options):
    assert send(client, event_of(PAID, session_of(purchase)), **options).status_code == 400
    assert state(purchase) == NOTHING
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("header", [None, "", "t=1", "v1=x", "t=x,v1=y", "t=1,v1=é", "t=99999999999999999999,v1=0"])
def test_a_signature_of_any_other_form_is_refused(client, purchase, header):
    body = json.dumps(event_of(PAID, session_of(purchase)))
    headers = {} if header is None else {"Stripe-Signature": header}
    assert client.post(ADDRESS, body, content_type="application/json", headers=headers).status_code == 400
    assert state(purchase) == NOTHING


def test_a_body_that_was_changed_is_refused(client, purchase):
    body = json.dumps(event_of(PAID, session_of(purchase, amount_total=1))).encode()
    changed = body.replace(b'"amount_total": 1,', b'"amount_total": 500,')
    assert changed != body
    headers = {"Stripe-Signature": signature(body)}
    assert client.post(ADDRESS, changed, content_type="application/json", headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"\xff\xfe", 400), (b"not json", 400), (b'{"type": "%s"}' % (b"x" * 300_000), 413)],
    ids=["not text", "not JSON", "large"],
)
def test_a_body_that_is_none_of_stripes_is_refused(client, db, body, status):
    answer = client.post(ADDRESS, body, content_type="application/json", headers={"Stripe-Signature": signature(body)})
    assert answer.status_code == status


def test_a_message_of_the_live_mode_does_nothing_on_a_test_key(client, purchase):
    assert send(client, event_of(PAID, session_of(purchase), livemode=True)).status_code == 400
    assert state(purchase) == NOTHING


def test_replayed_ten_times_it_counts_once(client, purchase):
    event = event_of(PAID, session_of(purchase))
    assert {send(client, event).status_code for _ in range(10)} == {200}
    assert (state(purchase), WebhookEvent.objects.count()) == (ALL, 1)


def test_ten_messages_of_one_payment_count_once(client, purchase):
    for _ in range(10):
        send(client, event_of(PAID, session_of(purchase)))
    assert state(purchase) == ALL


def test_a_refund_that_comes_before_its_payment_is_no_gift(client, purchase):
    send(client, event_of("charge.refunded", charge_of(purchase, 500)))
    assert state(purchase) == NOTHING
    send(client, event_of(PAID, session_of(purchase)))
    assert state(purchase) == BACK


def test_refunds_in_parts_and_out_of_order_add_up(client, purchase):
    send(client, event_of(PAID, session_of(purchase)))
    for cents in (300, 100, 300, 500, 400):
        send(client, event_of("charge.refunded", charge_of(purchase, cents)))
    assert state(purchase) == ("refunded", 0, 3)


def test_a_payment_that_takes_days_is_credited_when_it_comes(client, purchase):
    send(client, event_of(PAID, session_of(purchase, payment_status="unpaid")))
    assert state(purchase) == NOTHING
    send(client, event_of("checkout.session.async_payment_succeeded", session_of(purchase)))
    send(client, event_of(PAID, session_of(purchase, payment_status="unpaid")))
    assert state(purchase) == ALL


def test_a_payment_that_fails_after_days_is_not_credited(client, purchase):
    send(client, event_of(PAID, session_of(purchase, payment_status="unpaid")))
    send(client, event_of("checkout.session.async_payment_failed", session_of(purchase, payment_status="unpaid")))
    assert state(purchase) == ("failed", 0, 0)


def test_a_checkout_that_expired_ends_the_purchase_but_no_paid_one(client, purchase):
    expired = session_of(purchase, payment_status="unpaid", status="expired", payment_intent=None)
    send(client, event_of("checkout.session.expired", expired))
    assert state(purchase) == ("expired", 0, 0)
    send(client, event_of(PAID, session_of(purchase)))
    send(client, event_of("checkout.session.expired", expired))
    assert state(purchase) == ALL


@pytest.mark.parametrize(
    "fields",
    [
        {"client_reference_id": "00000000-0000-4000-8000-000000000000"},
        {"client_reference_id": "'; DROP TABLE"},
        {"client_reference_id": None},
        {"amount_total": 1},
        {"currency": "jpy"},
    ],
)
def test_a_payment_of_nothing_here_or_of_another_sum_is_taken_in_and_logged(client, purchase, caplog, fields):
    assert send(client, event_of(PAID, session_of(purchase, **fields))).status_code == 200
    assert state(purchase) == NOTHING
    assert caplog.messages


def test_another_checkout_does_not_pay_for_this_purchase(client, purchase):
    CreditPurchase.objects.filter(pk=purchase.pk).update(ref="cs_its_own")
    send(client, event_of(PAID, session_of(purchase)))
    assert state(purchase) == NOTHING


def test_a_refund_of_another_payment_does_not_touch_it(client, purchase):
    send(client, event_of(PAID, session_of(purchase)))
    send(client, event_of("charge.refunded", charge_of(purchase, 500, payment_intent="pi_other")))
    send(client, event_of("charge.refunded", charge_of(purchase, 500, currency="eur")))
    assert state(purchase) == ALL


def test_a_purchase_of_the_test_checkout_is_none_of_stripes(client, purchase):
    CreditPurchase.objects.filter(pk=purchase.pk).update(provider="test")
    send(client, event_of(PAID, session_of(purchase)))
    assert state(purchase) == NOTHING


def test_a_dispute_is_said_once_and_leaves_the_credits(client, purchase, caplog):
    send(client, event_of(PAID, session_of(purchase)))
    dispute = {"id": "dp_1", "payment_intent": f"pi_of_{purchase.pk}", "reason": "fraudulent", "status": "needs_response"}
    event = event_of("charge.dispute.created", dispute)
    send(client, event)
    send(client, event)
    assert state(purchase) == ALL
    assert caplog.messages == [f"Purchase {purchase.pk} is disputed: fraudulent, needs_response."]


def test_a_message_that_cannot_be_done_comes_again(client, purchase):
    """That it came is forgotten with what it did."""
    client.raise_request_exception = False
    broken = session_of(purchase)
    del broken["currency"]
    event = event_of(PAID, broken)
    assert send(client, event).status_code == 500
    assert not WebhookEvent.objects.exists()


def test_what_says_nothing_of_purchases_is_taken_in(client, db):
    assert send(client, event_of("customer.created", {"id": "cus_1"})).status_code == 200


def test_without_keys_there_is_no_such_address(client, settings, purchase):
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert send(client, event_of(PAID, session_of(purchase))).status_code == 404
