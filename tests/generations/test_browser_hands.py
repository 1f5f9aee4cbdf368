"""What keys and quick hands do in the gallery, in real browsers."""

from playwright.sync_api import expect

from generations.models import Generation
from tests.jobs.conftest import until


def test_two_quick_clicks_delete_one_image(ada, enter, many):
    many(ada, 6)
    room = enter(ada)
    box = room.card("number 0").get_by_role("button", name="Delete").bounding_box()
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    room.page.mouse.click(*place)
    expect(room.cards).to_have_count(5)
    room.page.mouse.click(*place)
    room.page.mouse.click(place[0] + 4, place[1] + 4)
    room.page.wait_for_timeout(900)
    assert Generation.objects.count() == 5
    room.page.mouse.click(*place)
    expect(room.cards).to_have_count(4)


def test_deeds_at_other_places_and_by_keys_are_done_at_once(ada, enter, many):
    many(ada, 6)
    room = enter(ada)
    buttons = room.gallery.get_by_role("button", name="Delete")
    buttons.nth(3).click()
    buttons.nth(0).click()
    expect(room.cards).to_have_count(4)
    for left in (3, 2):
        buttons.first.press("Enter")
        expect(room.cards).to_have_count(left)
    until(lambda: Generation.objects.count() == 2)


def test_arrows_go_on_past_what_staff_hid_of_their_own(ada, enter, many):
    """A hidden image of one's own comes by two topics, and one of its two cards is not seen."""
    rows = many(ada, 4)
    room = enter(ada)
    for number in (0, 2):
        room.press("Image menu", f"number {number}")
        room.page.get_by_role("menuitem", name="Hide").click()
        for kind in ("hidden", "mine"):
            expect(room.page.locator(f"#{kind}-{rows[number].pk}")).to_be_attached()
    room.page.evaluate("document.activeElement.blur()")
    room.page.keyboard.press("ArrowDown")
    for number in range(4):
        expect(room.card(f"number {number}").filter(visible=True).get_by_role("link")).to_be_focused()
        room.page.keyboard.press("ArrowRight")
