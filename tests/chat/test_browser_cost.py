"""What a long reply costs the page: as much as it is long, and little of the time that it takes to be written."""

import pytest
from playwright.sync_api import expect

from chat.markdown import Stream
from tests.chat.test_markdown import BEGINNINGS, UNITS

pytestmark = [pytest.mark.once, pytest.mark.alone]
PIECE, MESSAGES_A_CHECKPOINT = 80, 12  # characters in a window, and windows in half a second
PLAY = """
async ([messages]) => {
  const { applyPatches } = await import("/static/js/chat/blocks.js")
  const empty = '<div class="messages"><article data-checkpoint="0"><div class="prose"></div></article></div>'
  document.body.innerHTML = `<div class="thread-scroll"><div class="thread-column">${empty}</div></div>`
  document.body.firstElementChild.style.height = "600px"
  const place = document.querySelector(".prose")
  let [spent, longest, number] = [0, 0, 0]
  for (const message of messages) {
    const at = performance.now()
    if (!applyPatches(place, message)) throw new Error("would have to fetch")
    place.offsetHeight // layout is the browser's share
    longest = Math.max(longest, performance.now() - at)
    spent += performance.now() - at
    if (++number % 10 === 0) await new Promise(requestAnimationFrame) // so that it knows what is in sight
  }
  return [spent, longest]
}
"""


STYLES = """() => new Promise((resolve) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/static/css/chat.css", onload: resolve })
  document.head.append(link)
})"""


def messages_of(name, size):
    text = BEGINNINGS.get(name, "") + UNITS[name] * (size // len(UNITS[name]))
    stream, messages = Stream(), []
    mark = stream.fetched()
    for number, at in enumerate(range(0, len(text), PIECE), 1):
        stream.write(text[at : at + PIECE])
        stream.update()
        messages.append({"count": len(stream.blocks), "patches": stream.since(mark)})
        if number % MESSAGES_A_CHECKPOINT == 0:
            mark = stream.fetched()
    return messages


@pytest.mark.parametrize("name", ["paragraphs", "one code block", "one list"])
def test_a_message_of_a_long_reply_costs_not_much_more_than_one_of_a_short_reply(page_as, name):
    """Patching is linear; the browser's layout glances at every sibling. A selector with :has() made it twenty times as much."""
    page = page_as(None, path="/accounts/login/")
    page.evaluate(STYLES)
    short, long = messages_of(name, 10_000), messages_of(name, 100_000)
    page.evaluate(PLAY, [short])
    small = min(page.evaluate(PLAY, [short])[0] for _ in range(3)) / len(short)
    large, longest = page.evaluate(PLAY, [long])
    print(f"{name}: a message takes {small:.2f} ms at 10 KB, {large / len(long):.2f} ms at 100 KB, at most {longest:.1f} ms")
    assert large / len(long) < 8 * small


def test_three_thousand_tokens_leave_the_page_most_of_its_time(open_tab, provider):
    text = "".join(UNITS[name] * 8 for name in ("paragraphs", "one list"))
    words = (f"{text}\n\n```python\n{UNITS['one code block'] * 30}```\n\n" * 20).split(" ")
    provider.chat.says, provider.chat.pace = [f"{word} " for word in words[:3000]], 0.01
    tab = open_tab()
    devtools = tab.page.context.new_cdp_session(tab.page)
    devtools.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})  # other processes take no part of it
    devtools.send("Performance.enable")
    tab.say("A long one")
    expect(tab.replies.locator(".block").first).to_be_visible()
    before = metrics(devtools)
    expect(tab.replies.last).to_have_attribute("data-state", "done", timeout=90_000)
    after = metrics(devtools)
    spent = {name: after[name] - before[name] for name in after}
    share = (spent["TaskDuration"] - spent["DevToolsCommandDuration"]) / spent["Timestamp"]  # looking on is not the page's work
    print(f"main thread {share:.0%} of {spent['Timestamp']:.0f} s: layout {spent['LayoutDuration']:.1f} s,", end=" ")
    print(f"style {spent['RecalcStyleDuration']:.1f} s, script {spent['ScriptDuration']:.1f} s")
    assert share < 0.3


def metrics(devtools):
    return {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
