"""What all of this is for: what changes in one browser moves in every other."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.redis


@pytest.fixture
def two_browsers(live_sites, page_as, wait_live, ada):
    """Ada twice, each time in a browser of its own, at a server process of its own."""
    pages = [page_as(ada, url) for url in live_sites(processes=2).urls]

    def both_at(path):
        for page in pages:
            page.goto(path)
            wait_live(page)
        return pages

    return both_at


def test_a_slider_moved_in_one_browser_moves_in_the_other(two_browsers):
    one, other = two_browsers("/settings/")
    slider = one.get_by_role("slider", name="Temperature")
    slider.focus()
    for _ in range(3):
        one.keyboard.press("ArrowRight")
    expect(slider).to_have_value("1")
    expect(other.get_by_role("slider", name="Temperature")).to_have_value("1")


@pytest.mark.parametrize(("label", "value"), [("Max tokens", "777"), ("System prompt", "Be brief."), ("Autosave delay", "2.5")])
def test_any_setting_written_in_one_browser_stands_in_the_other(two_browsers, label, value):
    one, other = two_browsers("/settings/")
    field = {"has_text": label}
    one.locator(".field", **field).locator("input, textarea").last.fill(value)
    one.get_by_role("button", name="Save now").click()
    expect(other.locator(".field", **field).locator("input, textarea").last).to_have_value(value)


def test_a_theme_chosen_in_one_browser_is_the_other_s_on_any_page(two_browsers):
    one, other = two_browsers("/settings/")
    other.goto("/")
    one.get_by_text("Dark", exact=True).click()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_name_changed_in_one_browser_shows_in_the_other(two_browsers):
    one, other = two_browsers("/profile/")
    one.get_by_label("Display name").fill("Ada King")
    one.get_by_role("button", name="Save").click()
    expect(other.locator("#profile-badge")).to_contain_text("Ada King")
    expect(other.get_by_label("Display name")).to_have_value("Ada King")
