"""What the page makes of a stream, in a real browser: whatever came, was lost or came twice, it shows what the server would."""

import pytest

from tests.chat.streaming import scene

pytestmark = pytest.mark.once
PLAY = """
async ([steps]) => {
  const { applyPatches } = await import("/static/js/chat/blocks.js")
  const [place, fresh] = [document.createElement("div"), document.createElement("div")]
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
    if (place.innerHTML !== fresh.innerHTML) return [number, place.innerHTML, fresh.innerHTML, what]
  }
  return null
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
