"""The pages that are reached only by going through them: confirming, setting up the app, its codes, the second step, the limit."""

import pytest
from playwright.sync_api import expect

from tests.accounts.door import app_code
from tests.look.pages import THEMES, WIDTHS
from tests.look.test_axe import findings
from tests.look.test_widths import overhang

pytestmark = pytest.mark.once


def looks_well(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert overhang(page) == 0, page.url
    assert not findings(page), page.url


def log_in(page, email, password):
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_on_the_way_to_two_steps(page_as, ada, password, theme):
    page = page_as(None, color_scheme=theme)
    log_in(page, ada.email, password)
    page.goto("/accounts/reauthenticate/?next=/accounts/email/")
    looks_well(page)  # "Confirm it is you"
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Email addresses")).to_be_visible()
    looks_well(page)
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator(".code pre").inner_text().strip()
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("This code is not right.")).to_be_visible()
    looks_well(page)
    page.get_by_label("Authenticator code").fill(app_code(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    looks_well(page)
    for path in ("/accounts/2fa/", "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/totp/deactivate/"):
        page.goto(path)
        looks_well(page)
    other = page_as(None, color_scheme=theme)
    log_in(other, ada.email, password)
    expect(other.get_by_role("heading", name="Second step")).to_be_visible()
    looks_well(other)
    other.get_by_label("Code").fill(app_code(secret, periods_ago=-1))
    other.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("New sign-in")).to_be_visible()
    looks_well(page)
    other.goto("/accounts/2fa/reauthenticate/?next=/profile/")
    looks_well(other)


def test_who_tries_too_often_reads_why(page_as, eve, console):
    console.allow("429")
    page = page_as(None)
    for _ in range(6):
        log_in(page, eve.email, "wrong")
    expect(page.get_by_role("heading", name="Too many tries")).to_be_visible()
    looks_well(page)
