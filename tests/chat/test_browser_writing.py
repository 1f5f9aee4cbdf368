"""Where one writes: nothing that was written is lost without a word, and one can write at once."""

import pytest
from playwright.sync_api import expect

TOO_LONG = "word " * 40_001  # 200,005 characters
ESCAPE_OF_AN_INPUT_METHOD = """() => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true, cancelable: true }))"""


@pytest.fixture
def tab(open_tab, provider):
    return open_tab()


def paste(tab, field, text):
    field.focus()
    tab.page.keyboard.insert_text(text)


def test_a_text_that_is_too_long_stays_whole_and_says_so(tab):
    paste(tab, tab.box, TOO_LONG)
    tab.box.press("Enter")
    expect(tab.page.get_by_text("This is too long: 200,005 characters. At most 200,000 go into one message.")).to_be_visible()
    assert tab.box.input_value() == TOO_LONG
    expect(tab.said).to_have_count(0)


def test_other_words_that_are_too_long_stay_whole_and_say_so(tab, console):
    console.allow("400")
    tab.say("Short")
    tab.expect_state("done")
    tab.act("Edit", tab.said)
    field = tab.page.get_by_role("textbox", name="Edit message")
    field.fill("")
    paste(tab, field, TOO_LONG)
    tab.press("Send again")
    expect(tab.page.get_by_text("This is too long. At most 200,000 characters.")).to_be_visible()
    assert field.input_value() == TOO_LONG


def test_what_shows_nothing_is_not_sent(tab):
    tab.box.fill("\u200b \u2060\n")
    expect(tab.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()


def test_a_new_conversation_is_ready_to_be_written_in(tab, wait_live):
    tab.say("Hello")
    tab.expect_state("done")
    before = tab.page.url
    tab.page.keyboard.press("Alt+n")
    tab.page.wait_for_url(lambda url: url != before)
    wait_live(tab.page)
    expect(tab.box).to_be_focused()


def test_a_conversation_in_which_something_was_said_does_not_take_the_focus(tab, wait_live):
    tab.say("Hello")
    tab.expect_state("done")
    tab.page.reload()
    wait_live(tab.page)
    expect(tab.box).not_to_be_focused()


def test_escape_puts_other_words_aside_and_edit_brings_them_back(tab):
    tab.say("First")
    tab.expect_state("done")
    tab.act("Edit", tab.said)
    field = tab.page.get_by_role("textbox", name="Edit message")
    field.fill("Second, and much longer")
    field.press("Escape")
    expect(field).to_have_count(0)
    tab.act("Edit", tab.said)
    expect(field).to_have_value("Second, and much longer")
    tab.press("Cancel")
    tab.act("Edit", tab.said)
    expect(field).to_have_value("First")


def test_escape_of_an_input_method_stops_no_reply(tab, slow):
    tab.say("Talk")
    tab.expect_being_written()
    tab.box.focus()
    tab.page.evaluate(ESCAPE_OF_AN_INPUT_METHOD)
    tab.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(tab.page.get_by_role("button", name="Stop")).to_have_attribute("aria-busy", "false")
    tab.expect_state("done")
