"""The pieces that move: menus, popovers, dialogs, sliders, toasts, times."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once


@pytest.fixture
def guide(page_as):
    return page_as(None, path="/styleguide/", viewport={"width": 1440, "height": 900})


@pytest.fixture
def side(guide):
    """The light half of the styleguide."""
    return guide.locator(".guide-side").first


@pytest.fixture
def menu(side):
    opener = side.get_by_role("button", name="Conversation menu")
    opener.click()
    return side.get_by_role("menu")


def item(menu, name):
    return menu.get_by_role("menuitem", name=name)


def test_an_open_menu_is_driven_by_keys(guide, menu):
    expect(item(menu, "Rename")).to_be_focused()
    for key, name in [("ArrowDown", "Pin"), ("End", "Delete"), ("ArrowDown", "Rename"), ("ArrowUp", "Delete"), ("p", "Pin")]:
        guide.keyboard.press(key)
        expect(item(menu, name)).to_be_focused()


def test_a_menu_gives_the_focus_back(guide, side, menu):
    guide.keyboard.press("Escape")
    opener = side.get_by_role("button", name="Conversation menu")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_hidden()


def test_choosing_closes_a_menu_but_what_is_off_cannot_be_chosen(menu):
    item(menu, "Archive").click(force=True)
    expect(menu).to_be_visible()
    item(menu, "Rename").click()
    expect(menu).to_be_hidden()


def test_a_popover_stands_beside_its_button_and_on_the_screen(guide, side):
    opener = side.get_by_role("button", name="Open popover")
    opener.click()
    popover = side.locator("#light-popover")
    expect(popover).to_have_css("opacity", "1")
    at, box = opener.bounding_box(), popover.bounding_box()
    assert abs(box["x"] - at["x"]) < 2
    assert 0 < min(abs(box["y"] - at["y"] - at["height"]), abs(at["y"] - box["y"] - box["height"])) < 12


def test_a_dialog_answers_with_the_button_that_closed_it(side):
    opener, dialog = side.get_by_role("button", name="Open dialog"), side.locator("dialog")
    opener.click()
    dialog.get_by_role("button", name="Delete").click()
    assert dialog.evaluate("each => each.returnValue") == "yes"
    opener.click()
    dialog.get_by_role("button", name="Cancel").click()
    assert dialog.evaluate("each => each.returnValue") == ""


def test_a_click_beside_a_dialog_closes_it_and_one_inside_does_not(guide, side):
    side.get_by_role("button", name="Open dialog").click()
    dialog = side.locator("dialog")
    dialog.get_by_text("42 messages").click()
    expect(dialog).to_be_visible()
    guide.mouse.click(5, 5)
    expect(dialog).to_be_hidden()


def test_a_slider_and_its_number_are_one(guide, side):
    slider = side.get_by_role("slider", name="Temperature")
    number = side.get_by_label("Temperature as a number")
    number.fill("1.4")
    expect(slider).to_have_value("1.4")
    slider.focus()
    guide.keyboard.press("ArrowRight")
    expect(number).to_have_value("1.5")


def test_a_number_beyond_its_slider_becomes_the_nearest(guide, side):
    number = side.get_by_label("Temperature as a number")
    number.fill("9")
    expect(number).to_have_value("9")  # nothing is corrected under somebody's fingers
    guide.keyboard.press("Tab")
    expect(number).to_have_value("2")


def test_a_toast_goes_by_itself_and_a_failure_stays(guide):
    guide.clock.install()
    guide.reload()
    say = "([words, kind]) => import('/static/js/pieces/toast.js').then(({toast}) => void toast(words, {kind}))"
    guide.evaluate(say, ["Saved.", "success"])
    guide.evaluate(say, ["Couldn't save.", "error"])
    toasts = guide.get_by_role("status", name="Notifications")
    expect(toasts.get_by_text("Saved.")).to_be_visible()
    guide.clock.run_for(10_000)
    expect(toasts.get_by_text("Saved.")).to_have_count(0)
    toasts.get_by_role("button", name="Dismiss").click()
    guide.clock.run_for(1_000)
    expect(toasts.get_by_text("Couldn't save.")).to_have_count(0)


def test_times_go_on(guide, side):
    guide.clock.install()
    guide.reload()
    expect(side.get_by_text("Last synced")).to_contain_text("3 min ago")
    guide.clock.run_for(5 * 60_000)
    expect(side.get_by_text("Last synced")).to_contain_text("8 min ago")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (35, "30 s ago"), (60, "1 min ago"), (7_300, "2 h ago"), (90_000, "1 day ago"), (-5, "just now")],
)
def test_how_long_ago_is_said_in_one_unit(guide, seconds, words):
    ago = "seconds => import('/static/js/pieces/times.js').then(({ago}) => ago(new Date(1e12 - seconds * 1000), 1e12))"
    assert guide.evaluate(ago, seconds) == words
