"""Nobody is shut out, whatever a conversation is doing: axe finds nothing, and those who listen hear the messages politely."""

import pytest
from playwright.sync_api import expect

from tests.look.pages import THEMES
from tests.look.test_axe import findings

pytestmark = pytest.mark.once


@pytest.fixture
def tab(open_tab, slow, request):
    slow.chat.says = [f"word{number} " for number in range(2_000)]  # longer than anybody looks
    return open_tab(color_scheme=request.param, reduced_motion="reduce", viewport={"width": 1200, "height": 800})


in_both_themes = pytest.mark.parametrize("tab", THEMES, indirect=True)


@in_both_themes
def test_while_a_reply_is_written_waits_stops_and_fails(tab, slow):
    tab.say("One")
    expect(tab.replies).to_contain_text("word10")
    expect(tab.log).to_have_attribute("aria-live", "polite")
    expect(tab.replies.locator(".message-text")).to_have_attribute("aria-live", "off")
    assert not findings(tab.page)
    tab.say("Two")
    expect(tab.waiting).to_contain_text("Goes out when this reply is done")
    assert not findings(tab.page)
    tab.press("Discard", tab.waiting)
    tab.press("Stop")
    tab.expect_state("cancelled")
    assert not findings(tab.page)
    slow.chat.trouble = "breaks"
    tab.press("Retry")
    tab.expect_state("failed")
    expect(tab.replies.locator(".message-text")).not_to_have_attribute("aria-live", "off")
    assert not findings(tab.page)


@in_both_themes
def test_while_something_is_edited_or_stands_open(tab, slow):
    slow.chat.says = ["Complete."]
    tab.say("One")
    tab.expect_state("done")
    page = tab.page
    tab.act("Edit", tab.said)
    expect(page.get_by_role("textbox", name="Edit message")).to_be_focused()
    assert not findings(page)
    tab.press("Cancel")
    tab.press("Parameters")
    expect(page.get_by_role("dialog", name="Parameters")).to_be_visible()
    assert not findings(page)
    page.keyboard.press("Escape")
    tab.act("Delete", tab.said)
    expect(page.get_by_role("dialog", name="Delete this message?")).to_be_visible()
    assert not findings(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Clear all").click()
    expect(page.get_by_role("dialog", name="Clear all conversations?")).to_be_visible()
    assert not findings(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Shortcuts").click()
    expect(page.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    assert not findings(page)
