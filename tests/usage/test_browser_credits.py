"""Grace buys credits in a real browser: where no money moves, and at a Stripe of this machine, on another origin."""

import json
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.look.pages import THEMES, WIDTHS
from tests.look.test_axe import findings
from tests.look.test_widths import overhang
from tests.usage.stripe_server import ADDRESS, charge_of, event_of, session_of, signature
from usage.models import CreditAccount, CreditPurchase
from usage.money import USD
from usage.payments import purchasing

PAGE = "/usage/credits/"


@pytest.fixture
def credits_of(page_as, wait_live, package):
    """`credits_of(grace)`: a live tab with her credits."""

    def open_tab(person, site=None, **options):
        page = page_as(person, site, PAGE, **options)
        if options.get("java_script_enabled", True):
            wait_live(page)
        return page

    return open_tab


def shows_balance(page, amount):
    expect(page.locator("#credits-balance")).to_contain_text(f"{amount} to spend")


def buy(page):
    page.get_by_role("button", name="Small").click()


def purchase_in(page):
    return page.get_by_role("list", name="Purchases").get_by_role("listitem").first


def choose(page, outcome):
    buy(page)
    page.get_by_role("button", name=outcome, exact=True).click()


def test_what_is_bought_in_one_tab_shows_in_the_other_without_loading_it_again(credits_of, grace):
    here, there = credits_of(grace), credits_of(grace)
    there.evaluate("window.stays = true")
    shows_balance(there, "$0.00")
    buy(here)
    expect(here.get_by_text("Test checkout: no money moves")).to_be_visible()
    expect(purchase_in(there)).to_contain_text("Not paid yet")
    here.get_by_role("button", name="Pay", exact=True).click()
    expect(here.get_by_role("status", name="Notifications")).to_contain_text("$5.00 of credits were added.")
    for tab in (here, there):
        shows_balance(tab, "$5.00")
        expect(purchase_in(tab)).to_contain_text("Paid")
        expect(tab.get_by_role("list", name="Movements")).to_contain_text("+$5.00")
    assert there.evaluate("window.stays")


@pytest.mark.parametrize(
    ("outcome", "words", "state"),
    [("Let it fail", "The payment failed. Nothing was paid.", "Failed"), ("Abandon", "The purchase was given up.", "Given up")],
)
def test_what_is_not_paid_is_said_and_gives_nothing(credits_of, grace, outcome, words, state):
    page = credits_of(grace)
    choose(page, outcome)
    expect(page.get_by_role("status", name="Notifications")).to_contain_text(words)
    expect(purchase_in(page)).to_contain_text(state)
    shows_balance(page, "$0.00")


def test_a_double_click_buys_once(credits_of, grace):
    page = credits_of(grace)
    page.get_by_role("button", name="Small").dblclick()
    page.wait_for_url("**/checkout/")
    assert CreditPurchase.objects.count() == 1


def test_what_was_left_can_be_paid_later(credits_of, grace):
    page = credits_of(grace)
    buy(page)
    page.wait_for_url("**/checkout/")
    page.goto(PAGE)
    purchase_in(page).get_by_role("link", name="Go on paying").click()
    page.get_by_role("button", name="Pay", exact=True).click()
    shows_balance(page, "$5.00")


# Stripe


def tell(site, event):
    """Stripe's message, over HTTP."""
    body = json.dumps(event).encode()
    headers = {"Content-Type": "application/json", "Stripe-Signature": signature(body)}
    with urllib.request.urlopen(urllib.request.Request(f"{site.url}{ADDRESS}", body, headers), timeout=15) as answer:
        assert answer.status == 200


@pytest.fixture
def stripe_site(stripe, live_sites):
    return live_sites(fresh=True, **stripe.environment)


def test_a_person_is_led_to_stripe_and_back_and_a_refund_shows_live(credits_of, stripe, stripe_site, grace):
    here, there = credits_of(grace, stripe_site), credits_of(grace, stripe_site)
    buy(here)
    here.wait_for_url(f"{stripe.url}/pay/*")
    (session,) = stripe.sessions.values()
    purchase = CreditPurchase.objects.get()
    tell(stripe_site, event_of("checkout.session.completed", session_of(purchase)))
    shows_balance(there, "$5.00")
    stripe.pay(session["id"])
    here.goto(session["success_url"])
    expect(here.get_by_role("status", name="Notifications")).to_contain_text("$5.00 of credits were added.")
    tell(stripe_site, event_of("charge.refunded", charge_of(purchase, 100)))
    for tab in (here, there):
        expect(purchase_in(tab)).to_contain_text("$1.00 paid back")
        shows_balance(tab, "$4.00")
    assert CreditAccount.objects.get().balance == 4 * USD


def test_going_back_from_stripe_leads_to_the_credits_and_not_to_stripe_again(credits_of, stripe, stripe_site, grace):
    page = credits_of(grace, stripe_site)
    buy(page)
    page.wait_for_url(f"{stripe.url}/pay/*")
    page.go_back()
    page.wait_for_url(f"**{PAGE}")
    expect(purchase_in(page)).to_contain_text("Not paid yet")


def test_without_scripts_a_link_leads_to_stripe(credits_of, stripe, stripe_site, grace):
    page = credits_of(grace, stripe_site, java_script_enabled=False)
    buy(page)
    page.get_by_role("link", name="Go to payment").click()
    page.wait_for_url(f"{stripe.url}/pay/*")


# The look


@pytest.fixture
def every_state(grace, bought, give):
    """A purchase in each state, and movements of every kind."""
    paid, part, back, failed, expired, late, _ = (bought() for _ in range(7))
    for purchase in (paid, part, back):
        purchasing.complete(purchase.pk, f"pi_{purchase.pk}")
    purchasing.refund(part.pk, 123)
    purchasing.refund(back.pk, 500)
    purchasing.fail(failed.pk)
    purchasing.expire(expired.pk)
    purchasing.await_payment(late.pk, "pi_late")
    give(grace, -7)


@pytest.mark.once
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.usefixtures("every_state")
def test_everybody_can_use_it_in_every_state(credits_of, grace, theme):
    page = credits_of(grace, color_scheme=theme)
    assert not findings(page)
    buy(page)
    page.wait_for_url("**/checkout/")
    assert not findings(page)


@pytest.mark.once
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("every_state")
def test_nothing_sticks_out(credits_of, grace, width):
    page = credits_of(grace, viewport={"width": width, "height": 844})
    assert overhang(page) == 0
