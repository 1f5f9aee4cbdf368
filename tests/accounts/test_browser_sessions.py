"""Two browsers of one person: one hears of the other, and signs it out."""

import pytest
from playwright.sync_api import expect

from tests.accounts.door import app_code

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
AT_ONCE = 1000  # ms, from the click in one browser to the dialog in the other
NOTE_CLICK = "() => addEventListener('click', () => { window.clicked = Date.now() }, { once: true, capture: true })"
NOTE_END = """() => new MutationObserver(() => { window.ended ??= Date.now() })
    .observe(document.querySelector("dialog#signed-out"), { attributeFilter: ["open"] })"""


@pytest.fixture
def sign_in(page_as, wait_live, password):
    """`sign_in(ada, PHONE)`: a browser in which she came in through the door."""

    def at_the_door(person, agent, path="/"):
        page = page_as(None, path=f"/accounts/login/?next={path}", user_agent=agent)
        page.get_by_label("Email").fill(person.email)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Log in").click()
        wait_live(page)
        return page

    return at_the_door


def rows(page):
    return page.get_by_role("list", name="Sessions").get_by_role("listitem")


@pytest.mark.alone
def test_ada_signs_her_phone_out_from_her_mac(sign_in, ada, console, wait_live):
    console.allow("401")
    mac = sign_in(ada, MAC, "/accounts/sessions/")
    second_tab = mac.context.new_page()
    second_tab.goto("/accounts/sessions/")
    wait_live(second_tab)
    expect(rows(mac)).to_have_count(1)
    phone = sign_in(ada, PHONE)
    for tab in (mac, second_tab):
        expect(rows(tab)).to_have_count(2)
        expect(tab.get_by_text("New sign-in: Chrome on Android")).to_be_visible()
    mac.evaluate(NOTE_CLICK)
    phone.evaluate(NOTE_END)
    mac.get_by_role("button", name="Sign out Chrome on Android").click()
    expect(phone.get_by_role("dialog", name="You were signed out")).to_be_visible()
    assert phone.evaluate("ended") - mac.evaluate("clicked") < AT_ONCE
    for tab in (mac, second_tab):
        expect(rows(tab)).to_have_count(1)
        expect(tab.get_by_text("New sign-in")).to_be_hidden()
        expect(tab.locator('body[data-live="live"]')).to_be_attached()
    assert mac.evaluate("clicked")  # the same page: nothing was loaded again
    phone.get_by_role("dialog").get_by_role("link", name="Log in").click()
    expect(phone.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_new_sign_in_is_shown_until_it_is_dismissed_in_any_tab(sign_in, ada, wait_live):
    mac = sign_in(ada, MAC)
    second_tab = mac.context.new_page()
    second_tab.goto("/settings/")
    wait_live(second_tab)
    phone = sign_in(ada, PHONE)
    expect(second_tab.get_by_text("New sign-in: Chrome on Android")).to_be_visible()
    expect(phone.get_by_text("New sign-in")).to_be_hidden()
    mac.goto("/profile/")
    notice = mac.get_by_role("status", name="Notifications").get_by_text("New sign-in: Chrome on Android")
    expect(notice).to_be_visible()
    wait_live(mac)
    mac.get_by_role("status", name="Notifications").get_by_role("button", name="Dismiss").click()
    expect(notice).to_be_hidden()
    expect(second_tab.get_by_text("New sign-in")).to_be_hidden()
    mac.reload()
    wait_live(mac)
    expect(notice).to_be_hidden()


def test_everywhere_else_is_one_button(sign_in, ada, console):
    console.allow("401")
    mac, phone = sign_in(ada, MAC, "/accounts/sessions/"), sign_in(ada, PHONE)
    expect(rows(mac)).to_have_count(2)
    mac.get_by_role("button", name="Sign out everywhere else").click()
    expect(phone.get_by_role("dialog", name="You were signed out")).to_be_visible()
    expect(rows(mac)).to_have_count(1)


def test_two_step_sign_in_is_set_up_and_asked_for(sign_in, page_as, ada, password, wait_live):
    page = sign_in(ada, MAC, "/accounts/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    picture = page.get_by_role("img", name="QR code with the key below")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0  # the policy lets it be drawn
    secret = page.locator(".code pre").inner_text().strip()
    page.get_by_label("Authenticator code").fill(app_code(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("list", name="Recovery codes").get_by_role("listitem")).to_have_count(10)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "recovery-codes.txt"
    phone = page_as(None, path="/accounts/login/", user_agent=PHONE)
    phone.get_by_label("Email").fill(ada.email)
    phone.get_by_label("Password", exact=True).fill(password)
    phone.get_by_role("button", name="Log in").click()
    phone.get_by_label("Code").fill(app_code(secret, periods_ago=-1))
    phone.get_by_role("button", name="Log in").click()
    wait_live(phone)
