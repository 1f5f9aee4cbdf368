"""How long everybody waits, in two browsers: from the click to the card, from the backend to the picture, from the click to the end.
A result is seen as soon as it came, as one more preview; it is kept when its files are made.

Times are those of the pages and of the backend on one clock; a page tells when its document has changed.
"""

import time
from statistics import median

import pytest
from playwright.sync_api import expect

from generations.artwork import studio
from generations.artwork.understanding import understand
from generations.models import Generation
from settings_sync.models import Provider, ProviderKey
from tests.generations.backends.openai_server import USAGE, OpenAIServer
from tests.generations.backends.pictures import text
from tests.generations.room import Room
from tests.jobs.conftest import until

pytestmark = [pytest.mark.alone]
ROUNDS = 5
AIMS = {"card": 100, "preview": 200, "result": 200, "kept": 400, "deleted": 200}  # ms
NOISE = 4  # × the aim, which a busy machine of two cores may need for the median
STEP = 0.4  # seconds between the pictures of the backend

WATCH = """(() => {
  const now = () => performance.timeOrigin + performance.now()
  window.seen = [] // [what, which, when in ms since 1970]
  const known = new Map() // image → what was said of it
  const say = (what, pk) => {
    if (known.get(pk)?.has(what)) return
    known.set(pk, (known.get(pk) ?? new Set()).add(what))
    window.seen.push([what, pk, now()])
  }
  const look = () => {
    const shown = new Set()
    for (const card of document.querySelectorAll("#gallery > .image-card")) {
      const { pk, state } = card.dataset
      shown.add(pk)
      say("card", pk)
      if (card.querySelector("[data-preview][src]")) say("preview", pk)
      const isWhole = card.querySelector("progress")?.value === 100 && card.querySelector("[data-preview][src]")
      if (isWhole || (state === "done" && card.querySelector(".image-picture[src]"))) say("result", pk)
      if (state === "done" && card.querySelector(".image-picture[src]")) say("kept", pk)
    }
    for (const pk of known.keys()) if (!shown.has(pk)) say("deleted", pk)
  }
  addEventListener("click", ({ target }) => target.closest("button") && (window.clicked = now()), { capture: true })
  document.addEventListener("DOMContentLoaded", () =>
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true }))
})()"""


class Paced(OpenAIServer):
    """Two previews and an image of a million pixels, and when each was given, in ms since 1970."""

    def __init__(self):
        super().__init__()
        self.given = []
        self.image = text(_picture((1024, 1024)))
        self.previews = [text(_picture((512, 512)))] * 2

    def stream(self, call):
        call.begin()
        for number, preview in enumerate(self.previews):
            time.sleep(STEP)  # as a backend takes its time; nobody waits for a state here
            self.give("preview")
            call.event({"type": "image_generation.partial_image", "partial_image_index": number, "b64_json": preview})
        time.sleep(STEP)
        self.give("result")
        call.event({"type": "image_generation.completed", "b64_json": self.image, "usage": USAGE})
        call.end()

    def give(self, what):
        self.given.append((what, time.time() * 1000))


def _picture(size):
    return studio.paint(understand("mountain lake in winter"), 1, 0, size, True)


@pytest.fixture
def backend(transactional_db):
    with Paced() as server:
        row = Provider.objects.create(slug="local", name="Local", kind="openai", base_url=server.url, offered=["flux"])
        ProviderKey.objects.keep(row, None, "sk-local-0123456789abcdefghij")
        yield server


@pytest.fixture
def rooms(live_sites, page_as, wait_live, ada, grace, backend, ask):
    """Ada's and Grace's, of a site that makes images itself."""
    site, found = live_sites(RUN_JOBS_IN_WEB="1"), []
    for user in (ada, grace):
        page = page_as(user, site)
        page.add_init_script(WATCH)
        page.goto("/generations/")
        wait_live(page)
        found.append(Room(page))
    return found


def test_everybody_sees_it_soon(rooms, backend, grace, ada, capsys):
    one_image(rooms, backend, "the first", none_of())  # meanwhile a server that has just begun loads the providers' SDKs
    waits = none_of()
    for number in range(ROUNDS):
        one_image(rooms, backend, f"image {number}", waits)
    with capsys.disabled():
        for what, each in waits.items():
            print(f"\n  {what:<8} p50 {median(each):4.0f} ms, most {max(each):4.0f} ms, aim {AIMS[what]} ms", end="")
    for what, each in waits.items():
        assert median(each) <= NOISE * AIMS[what], what


def none_of():
    return {what: [] for what in AIMS}


def one_image(rooms, backend, prompt, waits):
    backend.given.clear()
    rooms[0].page.select_option("#prompt-bar [name=model]", "local:flux")
    rooms[0].generate(prompt)
    clicked = rooms[0].page.evaluate("window.clicked")
    for room in rooms:
        room.expect_state(prompt, "done")
    pk = str(Generation.objects.get(prompt=prompt).pk)
    given = dict(reversed(backend.given))  # the first of each
    add(waits, rooms, pk, {"card": clicked, **given, "kept": given["result"]})
    rooms[0].press("Delete", prompt)
    clicked = rooms[0].page.evaluate("window.clicked")
    for room in rooms:
        expect(room.card(prompt)).to_have_count(0)
    until(lambda: not Generation.objects.filter(pk=pk).exists())
    add(waits, rooms, pk, {"deleted": clicked})


def add(waits, rooms, pk, since):
    for room in rooms:
        seen = {what: at for what, which, at in room.page.evaluate("window.seen") if which == pk}
        for what, began in since.items():
            waits[what].append(seen[what] - began)
