"""What a long reply costs the page: as much as it is long, and little of the time that it takes to be written."""

import time
from statistics import mean

import pytest
from playwright.sync_api import expect

from tests.chat.streaming import messages_of
from tests.chat.test_markdown import BEGINNINGS, UNITS

pytestmark = [pytest.mark.once, pytest.mark.alone]
PLAY = """
async (messages) => {
  const { applyPatches } = await import("/static/js/chat/blocks.js")
  const empty = '<div class="messages"><article class="message" data-checkpoint="0"><div class="prose"></div></article></div>'
  document.body.innerHTML = `<div class="thread-scroll" data-scroll><div class="thread-column">${empty}</div></div>`
  document.body.firstElementChild.style.height = "600px"
  const place = document.querySelector(".prose")
  for (const message of messages) {
    if (!applyPatches(place, message)) throw new Error("would have to fetch")
    await new Promise(requestAnimationFrame)
  }
}
"""
STYLES = """() => new Promise((resolve) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/static/css/chat.css", onload: resolve })
  document.head.append(link)
})"""
HALF = 3  # short replies before the long one, and after it
SQUARE = 16  # times; ten times the text costs 9 to 13 times as much, and 42 where every message looks at all before it


def long_reply(name, size):
    return messages_of(BEGINNINGS.get(name, "") + UNITS[name] * (size // len(UNITS[name])))


@pytest.mark.parametrize("name", ["paragraphs", "one code block", "one list"])
def test_a_long_reply_costs_the_page_as_much_as_it_is_long(page_as, name):
    """Script, style, layout and paint, one message a frame."""
    page = page_as(None, path="/accounts/login/", viewport={"width": 1280, "height": 800})
    page.evaluate(STYLES)
    devtools = devtools_of(page)
    short, long = long_reply(name, 10_000), long_reply(name, 100_000)
    page.evaluate(PLAY, short)
    shorts = [cost(page, devtools, short) for _ in range(HALF)]
    large = cost(page, devtools, long)
    shorts += [cost(page, devtools, short) for _ in range(HALF)]  # before and after: a machine may slow down meanwhile
    small = mean(shorts)
    print(f"{name}: 10 KB cost {small * 1000:.0f} ms, 100 KB {large * 1000:.0f} ms, {large / small:.1f} times as much")
    assert large < SQUARE * small


def cost(page, devtools, messages):
    """Seconds of the page's main thread."""
    before = metrics(devtools)
    page.evaluate(PLAY, messages)
    return busy(before, metrics(devtools))


def test_three_thousand_tokens_leave_the_page_most_of_its_time(open_tab, provider):
    text = "".join(UNITS[name] * 8 for name in ("paragraphs", "one list"))
    words = (f"{text}\n\n```python\n{UNITS['one code block'] * 30}```\n\n" * 20).split(" ")
    provider.chat.says, provider.chat.pace = [f"{word} " for word in words[:3000]], 0.01
    tab = open_tab()
    devtools = devtools_of(tab.page)
    tab.say("A long one")
    expect(tab.replies.locator(".block").first).to_be_visible()
    before, began = metrics(devtools), time.monotonic()
    expect(tab.replies.last).to_have_attribute("data-state", "done", timeout=90_000)
    after = metrics(devtools)
    spent = {name: after[name] - before[name] for name in after}
    share = busy(before, after) / (time.monotonic() - began)
    print(f"main thread {share:.0%}: layout {spent['LayoutDuration']:.1f} s,", end=" ")
    print(f"style {spent['RecalcStyleDuration']:.1f} s, script {spent['ScriptDuration']:.1f} s")
    assert share < 0.3


def devtools_of(page):
    """Its clock is that of the page's main thread: other processes take no part of it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    return devtools


def busy(before, after):
    """Seconds between two looks. Looking on is not the page's work."""
    spent = {name: after[name] - before[name] for name in ("TaskDuration", "DevToolsCommandDuration")}
    return spent["TaskDuration"] - spent["DevToolsCommandDuration"]


def metrics(devtools):
    return {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
