"""The connection breaks in the middle of a reply: every word once and in order, in that tab and in the one beside it."""

import re

import pytest
from playwright.sync_api import expect

from tests.chat.tab import Tab
from tests.jobs.conftest import until

OFFLINE = 10  # seconds
PACE = 0.025  # seconds a word
WATCH = """() => {
  globalThis.wrong = []
  const look = () => {
    const words = document.querySelector(".message-assistant .message-text")?.textContent.trim().split(/\\s+/).filter(Boolean) ?? []
    words.forEach((word, at) => word === `word${at}` || wrong.push([at, word]))
  }
  new MutationObserver(look).observe(document.querySelector("#thread"), { childList: true, subtree: true, characterData: true })
}"""


@pytest.fixture
def said(provider):
    """`said(400)`: wait until the provider has said so many words more."""
    provider.chat.says = [f"word{number} " for number in range(800)]
    provider.chat.pace = PACE

    def wait(tab, count):
        end = len(provider.chat.said) + count
        until(lambda: tab.page.evaluate("1") and len(provider.chat.said) >= end)

    return wait


@pytest.fixture
def sockets():
    """Every socket that a page opened, each between the page and the site."""
    return []


def go_offline(tab, said, sockets):
    tab.page.context.set_offline(True)
    expect(tab.page.locator('body[data-live="offline"]')).to_be_attached()
    said(tab, OFFLINE / PACE)
    tab.page.context.set_offline(False)


def cut(tab, said, sockets):
    """Three times, as a server does that goes away: once while the page is still about to come back."""
    for _ in range(3):
        count = len(sockets)
        sockets[-1].close(code=1012)
        until(lambda count=count: tab.page.evaluate("1") and len(sockets) > count)
        said(tab, 40)


@pytest.mark.parametrize("break_off", [go_offline, cut])
def test_nothing_is_missing_or_twice(open_tab, said, provider, sockets, console, break_off):
    console.allow("ERR_INTERNET_DISCONNECTED|WebSocket")
    tab, beside = open_tab(), open_tab()

    def through(socket):
        socket.connect_to_server()
        sockets.append(socket)

    tab.page.route_web_socket("**/ws/live/", through)
    tab.page.reload()
    expect(tab.page.locator('body[data-live="live"]')).to_be_attached()
    for each in (tab, beside):
        each.page.evaluate(WATCH)
    tab.say("Talk")
    expect(tab.replies).to_contain_text("word30 ")
    break_off(tab, said, sockets)
    assert len(provider.chat.said) < len(provider.chat.says), "It is still being written"
    shown = f"word{len(provider.chat.said)} "
    for each in (tab, beside):
        expect(each.replies).to_contain_text(shown)
    for each in (tab, beside):
        expect(each.replies).to_have_attribute("data-state", "done", timeout=30_000)
        expect(each.replies.locator(".message-text")).to_have_text("".join(provider.chat.says).strip())
        assert each.page.evaluate("wrong") == []
        each.expect_as_fresh()
    assert len(provider.requests) == 1


@pytest.mark.once
def test_who_reads_while_the_server_dies_goes_on_from_what_was_said(
    chat_site, page_as, wait_live, ada, conversation, asked_of, said, provider, console
):
    console.allow("ERR_CONNECTION_REFUSED|WebSocket|Failed to fetch")
    asked_of(conversation)
    site = chat_site()
    tab = Tab(page_as(ada, site, path=conversation.get_absolute_url()))
    wait_live(tab.page)
    tab.say("Talk")
    expect(tab.replies).to_contain_text("word60 ")
    site.servers[0].kill()
    site.servers[0].start().wait_ready()
    tab.expect_state("interrupted")
    assert tab.replies.locator(".message-text").inner_text().startswith("word0 word1 word2 ")
    provider.chat.says, provider.chat.pace = ["And", " so", " on."], 0
    tab.act("Continue", tab.replies)
    tab.expect_state("done")
    expect(tab.replies.locator(".message-text")).to_have_text(re.compile(r"^word0 word1 .*word\d+ *And so on\.\s*$"))
    tab.expect_as_fresh()
