"""When the server says that the page itself is out of date."""

import pytest
from playwright.sync_api import expect

from tests.browsers import wait_live

RELOAD = {"type": "reload", "reason": "epoch"}


def loads(stage):
    return len(stage.asked("/"))


def is_loaded_again(stage, page):
    stage.until(lambda: loads(stage) == 2 and len(stage.heard("hello")) == 2)
    wait_live(page)


def test_it_loads_itself_again_at_once_but_not_in_circles(stage, people, open_page):
    page = open_page()
    stage.say(RELOAD)
    is_loaded_again(stage, page)
    stage.say(RELOAD)
    expect(page.locator("#live-notice")).to_contain_text("The data was restored from a copy.")
    assert loads(stage) == 2


@pytest.mark.parametrize(
    "field",
    ["<textarea>Dear</textarea>", '<input value="Dear">', "<div contenteditable>Dear</div>"],
    ids=["textarea", "input", "editable"],
)
def test_what_somebody_is_typing_is_kept_until_he_presses_the_button(stage, open_page, field):
    stage.body = f"<main>{field}</main>"
    page = open_page()
    page.locator("main > *").focus()
    page.keyboard.type("est ")
    stage.say({"type": "reload", "reason": "build"})
    expect(page.locator("#live-notice")).to_contain_text("A new version is here.")
    assert loads(stage) == 1
    page.get_by_role("button", name="Reload").click()
    is_loaded_again(stage, page)


def test_what_says_that_it_is_unsaved_is_kept(stage, open_page):
    stage.body = "<form data-unsaved></form>"
    page = open_page()
    stage.say(RELOAD)
    expect(page.get_by_role("button", name="Reload")).to_be_visible()


def test_a_field_that_only_has_the_focus_is_no_reason_to_wait(stage, open_page):
    stage.body = '<input value="Ada" autofocus>'
    page = open_page()
    page.locator("input").focus()
    stage.say(RELOAD)
    is_loaded_again(stage, page)


def test_polling_hears_it_too(stage, open_page):
    stage.unreachable = True
    stage.answer("/live/sync/", {"type": "welcome", "stale": {}, "gone": []})
    page = open_page("polling", pollAfter=100, pollEvery=100)
    stage.answer("/live/sync/", RELOAD)
    stage.until(lambda: loads(stage) == 2)
    expect(page.get_by_role("button", name="Reload")).to_be_visible()
    assert loads(stage) == 2
