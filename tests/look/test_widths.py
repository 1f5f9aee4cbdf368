"""From a phone to a wide screen, nothing sticks out and everything can be reached."""

import pytest
from playwright.sync_api import expect

from tests.look.pages import DOOR, MINE, WIDTHS

pytestmark = pytest.mark.once
LONG = "Maximiliane-Josephine-von-Habsburg-Lothringen-Este-Österreich"[:60]
SMALLEST = 24  # CSS pixels: WCAG 2.2, target size


def overhang(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", MINE)
def test_nothing_sticks_out_of_a_page(page_as, ada, path, width):
    ada.display_name = LONG
    ada.save()
    assert overhang(page_as(ada, path=path, viewport={"width": width, "height": 844})) == 0


@pytest.mark.parametrize("path", [*DOOR, "/styleguide/"])
def test_nothing_sticks_out_on_a_phone(page_as, path):
    assert overhang(page_as(None, path=path, viewport={"width": 390, "height": 844})) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_every_place_and_the_connection_are_always_in_sight(page_as, ada, width):
    page = page_as(ada, path="/people/", viewport={"width": width, "height": 844})
    page.evaluate("document.querySelector('main').style.minHeight = '300vh'; scrollTo(0, 1e6)")
    for name in ("Chat", "Images", "Usage", "Settings", "Admin"):
        expect(page.get_by_role("navigation", name="Main").get_by_role("link", name=name)).to_be_in_viewport()
    expect(page.get_by_role("status", name="Connection")).to_be_in_viewport()
    expect(page.get_by_role("button", name="account menu")).to_be_in_viewport()


def test_what_is_touched_is_large_enough(page_as, ada):
    page = page_as(ada, path="/settings/", viewport={"width": 390, "height": 844}, has_touch=True)
    for control in page.locator("main :is(a.button, button, select)").all():
        if control.is_visible():
            assert control.bounding_box()["height"] >= SMALLEST


def test_the_first_tab_stop_skips_to_the_content(page_as, ada):
    page = page_as(ada, path="/profile/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
