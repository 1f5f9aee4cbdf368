"""The way of a person from a package to the payment and back: at Stripe, and where no money moves."""

import subprocess
import sys
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured

from config import payments
from tests.usage.stripe_server import KEY
from usage.models import CreditAccount, CreditPurchase
from usage.money import USD

PAGE = "/usage/credits/"


@pytest.fixture
def person(client_of, grace):
    return client_of(grace)


@pytest.fixture
def buy(person, package):
    """Grace presses the button; gives where she is led to."""

    def press(attempt=None):
        answer = person.post(f"{PAGE}buy/", {"package": package.pk, "attempt": attempt or uuid4()})
        assert (answer.status_code, CreditPurchase.objects.filter(pk=answer.url.split("/")[3]).exists()) == (302, True)
        return answer.url

    return press


@pytest.fixture
def balance(grace):
    return lambda: CreditAccount.objects.filter(user=grace).values_list("balance", flat=True).first() or 0


# Where no money moves


def test_the_test_checkout_says_what_it_is(person, buy):
    assert "no money moves" in person.get(PAGE).content.decode()
    assert "Test checkout: no money moves" in person.get(buy()).content.decode()


@pytest.mark.parametrize(
    ("outcome", "state", "credits"), [("pay", "completed", 5 * USD), ("fail", "failed", 0), ("abandon", "expired", 0)]
)
def test_it_ends_as_one_chooses_and_only_once(person, buy, balance, outcome, state, credits):
    checkout = buy()
    for choice in (outcome, "pay", "fail"):
        assert person.post(checkout.replace("checkout", "test"), {"outcome": choice}).url == PAGE
    assert (CreditPurchase.objects.get().state, balance()) == (state, credits)


def test_pressed_twice_it_is_one_purchase(buy):
    attempt = uuid4()
    assert buy(attempt) == buy(attempt)


def test_in_production_nobody_gets_credits_for_nothing(settings, person, buy, package, balance):
    checkout = buy()
    settings.TEST_CHECKOUT = False
    assert "Nothing can be bought here" in person.get(PAGE).content.decode()
    assert person.get(checkout).status_code == 404
    assert person.post(checkout.replace("checkout", "test"), {"outcome": "pay"}).status_code == 404
    assert person.post(f"{PAGE}buy/", {"package": package.pk, "attempt": uuid4()}).status_code == 422
    assert balance() == 0


def test_where_stripe_is_there_is_no_test_checkout(stripe, settings, person, bought, balance):
    settings.STRIPE_SECRET_KEY, settings.TEST_CHECKOUT = "", True
    purchase = bought()
    settings.STRIPE_SECRET_KEY = KEY
    assert person.post(f"{PAGE}{purchase.pk}/test/", {"outcome": "pay"}).status_code == 404
    assert balance() == 0


@pytest.mark.parametrize(
    ("said", "is_debug", "expected"), [("", True, True), ("", False, False), ("1", False, True), ("0", True, False)]
)
def test_without_being_asked_for_it_is_there_in_development_only(monkeypatch, said, is_debug, expected):
    assert configured(monkeypatch, is_debug, TEST_CHECKOUT=said)["TEST_CHECKOUT"] is expected


def test_with_stripes_keys_the_test_checkout_is_off_whatever_is_asked_for(monkeypatch):
    keys = {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": "whsec_x"}
    assert configured(monkeypatch, True, TEST_CHECKOUT="1", **keys)["TEST_CHECKOUT"] is False


def test_half_of_stripes_keys_is_refused(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="belong together"):
        configured(monkeypatch, False, STRIPE_SECRET_KEY=KEY)


def configured(monkeypatch, is_debug, **environment):
    for name in ("TEST_CHECKOUT", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
        value = environment.get(name)
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    from environ import Env

    return payments.from_environment(Env(), is_debug)


# Stripe


def test_the_way_to_stripe_is_a_link_of_a_page_of_ours(stripe, person, buy):
    page = person.get(buy())
    (session,) = stripe.sessions.values()
    assert page.status_code == 200
    assert f'href="{session["url"]}"' in page.content.decode()
    assert page.headers["Content-Security-Policy"].endswith("form-action 'self'")


def test_stripe_is_told_what_is_bought_and_where_to_come_back_to(stripe, person, buy, settings):
    person.get(buy())
    purchase = CreditPurchase.objects.get()
    ((_, path, form, headers),) = stripe.requests
    assert (path, headers["Authorization"]) == ("/v1/checkout/sessions", f"Bearer {KEY}")
    assert headers["Idempotency-Key"] == f"checkout.{purchase.attempt}"
    assert form["success_url"] == f"{settings.SITE_URL}{PAGE}{purchase.pk}/checkout/"
    assert form["payment_intent_data[metadata][purchase]"] == form["client_reference_id"] == str(purchase.pk)
    assert purchase.ref in stripe.sessions


def test_gone_there_twice_it_is_one_checkout(stripe, person, buy):
    checkout = buy()
    first, second = person.get(checkout), person.get(checkout)
    assert len(stripe.sessions) == 1
    assert first.context["url"] == second.context["url"]


def test_an_answer_of_stripe_that_was_lost_is_asked_for_again(stripe, person, buy):
    checkout = buy()
    person.get(checkout)
    CreditPurchase.objects.update(ref=None)
    person.get(checkout)
    assert len(stripe.sessions) == 1


def test_who_comes_back_has_the_credits_before_stripes_message_comes(stripe, person, buy, balance):
    checkout = buy()
    person.get(checkout)
    stripe.pay(CreditPurchase.objects.get().ref)
    assert person.get(checkout).url == PAGE
    assert balance() == 5 * USD
    assert "$5.00 of credits were added." in person.get(PAGE).content.decode()


@pytest.mark.parametrize("status", [400, 401, 503])
def test_when_stripe_does_not_answer_it_is_said_and_can_be_tried_again(stripe, person, buy, caplog, status):
    checkout = buy()
    stripe.broken = status
    page = person.get(checkout)
    assert page.status_code == 503
    assert "Try again" in page.content.decode()
    assert KEY not in page.content.decode() + caplog.text
    stripe.broken = None
    assert person.get(checkout).status_code == 200


def test_the_sdk_is_loaded_by_nobody_before_it_is_needed():
    code = "import django, sys; django.setup(); import config.urls, usage.payments.events; sys.exit('stripe' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=site.BASE_DIR, check=True, env=ENVIRONMENT)


ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1", "DATA_DIR": str(site.DATA_DIR), "PATH": "/usr/bin"}
