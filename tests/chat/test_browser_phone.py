"""The chat under a finger."""

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture
def phone(open_tab, provider):
    return open_tab(**PHONE)


def test_one_tap_sends(phone):
    phone.box.tap()
    phone.page.keyboard.insert_text("Hello phone")
    phone.page.get_by_role("button", name="Send", exact=True).tap()
    phone.expect_said("Hello phone")


def test_one_tap_at_a_message_acts_while_one_writes(phone, provider):
    provider.chat.says = ["A line.\n\n"] * 40  # so the end of it stands just above where one writes
    phone.say("Hello?")
    phone.page.get_by_role("button", name="Send", exact=True).tap()
    phone.expect_state("done")
    phone.box.tap()
    expect(phone.page.locator("html.is-writing")).to_be_attached()
    phone.replies.get_by_role("button", name="Regenerate").tap()
    expect(phone.replies.get_by_text("2 of 2")).to_be_visible()
    expect(phone.page.locator("html.is-writing")).to_have_count(0)


def test_the_page_is_as_high_as_the_screen_while_one_writes(phone):
    phone.box.tap()
    expect(phone.page.locator("html.is-writing")).to_be_attached()
    assert phone.page.evaluate(HEIGHT) == PHONE["viewport"]["height"]
