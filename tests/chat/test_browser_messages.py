"""What one can do with a message, each as another tab sees it too."""

import pytest
from playwright.sync_api import expect

from chat.models import Message

READING = """() => {
  const [scroller, line] = [document.querySelector("[data-scroll]"), [...document.querySelectorAll(".message-assistant p")].find(
    (each) => each.getBoundingClientRect().top > document.querySelector("[data-scroll]").getBoundingClientRect().top)]
  return [line.textContent, Math.round(line.getBoundingClientRect().top)]
}"""


@pytest.fixture
def tabs(open_tab):
    first = open_tab()
    return first, open_tab(beside=first)


def test_stop_then_continue(tabs, slow):
    first, second = tabs
    first.say("Tell me")
    expect(second.replies).to_contain_text("word10")
    second.press("Stop")
    for tab in tabs:
        tab.expect_state("cancelled")
        expect(tab.replies).to_contain_text("Stopped.")
        expect(tab.page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    slow.chat.says = ["the end"]
    second.press("Continue")
    for tab in tabs:
        tab.expect_state("done")
        expect(tab.replies).to_contain_text("word10")
        expect(tab.replies).to_contain_text("the end")
        tab.expect_as_fresh()


def test_escape_stops_too(open_tab, slow):
    tab = open_tab()
    tab.say("Tell me")
    expect(tab.replies.locator(".block")).to_be_visible()
    tab.page.keyboard.press("Escape")
    tab.expect_state("cancelled")


def test_versions_of_a_reply(tabs, provider):
    first, second = tabs
    provider.chat.says = ["One"]
    first.say("Again")
    first.expect_state("done")
    provider.chat.says = ["Two"]
    first.act("Regenerate", first.replies.last)
    for tab in tabs:
        expect(tab.replies.locator(".message-text")).to_have_text("Two")
        expect(tab.replies).to_contain_text("2 of 2")
    second.press("Earlier version")
    for tab in tabs:
        expect(tab.replies.locator(".message-text")).to_have_text("One")
        expect(tab.replies).to_contain_text("1 of 2")
        tab.expect_as_fresh()


def test_saying_it_in_other_words_keeps_the_first_ones(tabs, provider):
    first, second = tabs
    first.say("Frist")
    first.expect_state("done")
    first.act("Edit", first.said)
    field = first.page.get_by_role("textbox", name="Edit message")
    expect(field).to_have_value("Frist")
    field.fill("First")
    second.act("Regenerate", second.replies.last)
    expect(second.replies).to_contain_text("2 of 2")
    second.press("Earlier version")  # for which the other page fetches the messages anew
    expect(first.replies).to_contain_text("1 of 2")
    expect(field).to_have_value("First")
    first.press("Send again")
    for tab in tabs:
        tab.expect_said("First")
        expect(tab.said).to_contain_text("2 of 2")
        tab.expect_state("done")
        tab.expect_as_fresh()


def test_other_words_that_were_begun_outlive_a_reload(tabs, provider):
    tab = tabs[0]
    tab.say("Frist")
    tab.expect_state("done")
    tab.act("Edit", tab.said)
    field = tab.page.get_by_role("textbox", name="Edit message")
    field.fill("First, and m")
    tab.page.reload()
    expect(field).to_have_value("First, and m")
    tab.press("Cancel")
    tab.page.reload()
    tab.expect_said("Frist")
    expect(field).to_have_count(0)


def test_deleting_asks_and_takes_what_followed(tabs, provider):
    first = tabs[0]
    for text in ("One", "Two"):
        first.say(text)
        expect(first.replies).to_have_count({"One": 1, "Two": 2}[text])
        first.expect_state("done")
    dialog = first.page.get_by_role("dialog", name="Delete this message?")
    first.act("Delete", first.said.last)
    first.press("Cancel", dialog)
    first.act("Delete", first.said.last)
    first.press("Delete", dialog)
    for tab in tabs:
        tab.expect_said("One")
        expect(tab.replies).to_have_count(1)
    assert Message.objects.count() == 2


def test_copying_takes_the_source(open_tab, provider):
    provider.chat.says = ["# Title\n\n", "**bold** `code`\n"]
    tab = open_tab(permissions=["clipboard-read", "clipboard-write"])
    tab.say("Something")
    tab.expect_state("done")
    tab.act("Copy", tab.replies.last)
    expect(tab.replies.get_by_role("button", name="Copied")).to_be_visible()
    assert tab.page.evaluate("navigator.clipboard.readText()") == "# Title\n\n**bold** `code`\n"


def test_a_failure_says_what_happened_and_retry_asks_again_in_its_place(open_tab, provider):
    provider.chat.trouble = "hurries"
    provider.chat.headers = {"Retry-After": "40"}
    tab = open_tab()
    tab.say("Quick")
    tab.expect_state("failed")
    expect(tab.replies).to_contain_text("Try again in")
    provider.chat.trouble = ""
    tab.press("Retry")
    tab.expect_state("done")
    expect(tab.replies).to_have_count(1)
    expect(tab.replies.get_by_role("group", name="Versions")).to_have_count(0)


def test_reasoning_is_folded_and_the_finished_reply_is_read_out(open_tab, provider):
    provider.chat.thinks, provider.chat.pace = ["Hm ", "🤔", ", well ", "then"], 0.06
    tab = open_tab()
    tab.say("Think")
    expect(tab.replies.get_by_text("Reasoning")).to_be_visible()
    expect(tab.page.get_by_role("status", name="Replies")).to_have_text("Hello from the provider.")
    thoughts = tab.replies.locator(".message-thoughts")
    expect(thoughts).to_be_hidden()
    tab.replies.get_by_text("Reasoning").click()
    expect(thoughts).to_have_text("Hm 🤔, well then")


def test_without_a_socket_the_words_come_all_the_same(open_tab, slow, console):
    console.allow("WebSocket")
    timing = (
        'localStorage.setItem("live.debug", "1"); localStorage.setItem("live.timing", \'{"pollAfter": 100, "pollEvery": 300}\')'
    )
    tab = open_tab()
    tab.page.evaluate(timing)
    tab.page.route_web_socket("**/ws/live/", lambda socket: socket.close())
    tab.page.reload()
    expect(tab.page.get_by_role("status", name="Connection")).to_have_text("Polling")
    tab.say("Hello")
    expect(tab.replies).to_contain_text("word10", timeout=15_000)
    tab.expect_being_written()
    expect(tab.replies).to_contain_text("word149", timeout=15_000)
    tab.expect_state("done")


def test_what_is_read_stays_where_it_is_while_the_reply_grows(open_tab, provider):
    provider.chat.says, provider.chat.pace = [f"Paragraph {number}, with some words.\n\n" for number in range(90)], 0.03
    tab = open_tab(viewport={"width": 1000, "height": 600})
    tab.say("A long one")
    expect(tab.replies).to_contain_text("Paragraph 30")
    scroller, pill = tab.page.locator("[data-scroll]"), tab.page.get_by_role("button", name="New messages")
    assert scroller.evaluate("each => each.scrollTop") == 0
    scroller.evaluate("each => { each.scrollTop = -700 }")
    expect(pill).to_be_visible()
    reading = tab.page.evaluate(READING)
    expect(tab.replies).to_contain_text("Paragraph 70")
    assert tab.page.evaluate(READING) == reading
    tab.expect_state("done")
    assert tab.page.evaluate(READING) == reading
    pill.click()
    expect(tab.replies.get_by_text("Paragraph 89")).to_be_in_viewport()
    expect(pill).to_be_hidden()
