"""What the page makes of a stream, in a real browser: whatever came, was lost or came twice, it shows what the server would."""

import pytest

from tests.chat.streaming import messages_of, scene

pytestmark = pytest.mark.once
PLAY = """
async ([steps]) => {
  const { applyPatches } = await import("/static/js/chat/blocks.js")
  const [place, fresh] = [document.createElement("div"), document.createElement("div")]
  const joined = (root) => {
    const copy = root.cloneNode(true)
    for (const more of copy.querySelectorAll("[data-parts] + [data-parts]")) {
      more.previousElementSibling.append(...more.childNodes)
      more.remove()
    }
    return copy.innerHTML
  }
  let checkpoint = 0
  for (const [number, [kind, what, expected]] of steps.entries()) {
    if (kind === "fetched") {
      place.innerHTML = what
      checkpoint = expected
      continue
    }
    if (what.from < checkpoint) continue
    if (what.from > checkpoint || !applyPatches(place, what)) return [number, "would have to fetch", what]
    checkpoint = what.to
    fresh.innerHTML = expected
    if (joined(place) !== fresh.innerHTML) return [number, joined(place), fresh.innerHTML, what]
  }
  return null
}
"""
STARTS = """
async (messages) => {
  const { applyPatches } = await import("/static/js/chat/blocks.js")
  const place = document.createElement("div")
  for (const message of messages) applyPatches(place, message)
  return [...place.querySelectorAll("ol")].map(({ start }) => start)
}
"""


@pytest.fixture
def page(page_as):
    return page_as(None, path="/accounts/login/")


@pytest.mark.parametrize("first", range(0, 160, 40))
def test_after_every_message_the_page_shows_what_a_fresh_one_would(page, first):
    for seed in range(first, first + 40):
        text, steps, _ = scene(seed)
        assert page.evaluate(PLAY, [steps]) is None, text


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"- item {number}" for number in range(150)) + "\n\nThe end",
        "\n".join(f"{number}. item\n\n   more of it\n" for number in range(7, 150)),
        "```python\n" + "\n".join(f"x = {number}" for number in range(150)) + "\n```\n\nThe end",
        "\n\n".join(f"Paragraph {number}." for number in range(100)),
    ],
    ids=["list", "numbered list", "code", "paragraphs"],
)
def test_what_is_long_stands_in_runs_and_shows_the_same(page, text):
    for seed in range(3):
        assert page.evaluate(PLAY, [scene(seed, text)[1]]) is None


def test_a_numbered_list_goes_on_counting_in_its_next_run(page):
    text = "\n".join(f"{number}. item" for number in range(5, 300))
    assert page.evaluate(STARTS, messages_of(text))[:3] == [5, 69, 133]
