"""Two thousand cards go through a page that never holds more than a few hundred, on a screen and on a phone."""

import pytest

from tests.generations.room import Room
from tests.jobs.conftest import until

pytestmark = pytest.mark.once

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
BOUND = 330  # cards: the most that are kept, and one page
EARLY, LATE = 600, 1_990  # cards scrolled past
SPARE = 1.35  # × what the page weighed at the early place
ROUNDED = 100  # CSS pixels of tens of thousands: heights are counted in whole ones
PLACE = """number => {
  const article = document.querySelector(`article[aria-label="number ${number}"]`)
  return article && Math.round(article.getBoundingClientRect().top + scrollY)
}"""


@pytest.fixture(params=SIZES)
def room(page_as, wait_live, ada, many, request):
    many(ada, 2_000)
    page = page_as(ada, path="/generations/", viewport=SIZES[request.param])
    wait_live(page)
    return Room(page)


@pytest.fixture
def weight(room):
    """`weight()`: (bytes of JavaScript, nodes) of the page without what is garbage."""
    session = room.page.context.new_cdp_session(room.page)
    session.send("Performance.enable")

    def weigh():
        session.send("HeapProfiler.collectGarbage")
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return metrics["JSHeapUsedSize"], metrics["Nodes"]

    return weigh


def scroll_to(room, number, step):
    """Go on until this card is on the page, however many others come and go on the way."""
    seen = room.page.locator(f"article[aria-label='number {number}']")

    def is_there():
        room.page.mouse.wheel(0, step)
        room.page.wait_for_timeout(20)
        assert room.cards.count() <= BOUND
        return seen.count()

    until(is_there, 90)
    seen.scroll_into_view_if_needed()


def test_the_page_weighs_the_same_after_two_thousand_cards(room, weight):
    room.page.mouse.move(190, 500)
    scroll_to(room, EARLY, 2_500)
    heap, nodes = weight()
    place = room.page.evaluate(PLACE, EARLY)
    scroll_to(room, LATE, 4_000)
    later_heap, later_nodes = weight()
    print(f"heap {heap / 1e6:.1f} → {later_heap / 1e6:.1f} MB, nodes {nodes:.0f} → {later_nodes:.0f}")
    assert later_nodes < SPARE * nodes
    assert later_heap < SPARE * heap
    scroll_to(room, EARLY, -3_000)
    assert abs(room.page.evaluate(PLACE, EARLY) - place) < ROUNDED, "It is where it was"
