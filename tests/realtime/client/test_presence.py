"""Who is here: faces, names for ears, and everybody on demand."""

import pytest
from playwright.sync_api import expect

PEOPLE = [{"id": pk, "name": f"Person {pk}", "initials": f"P{pk}", "colour": pk} for pk in (1, 2, 3)]


def snapshot(count, people=PEOPLE):
    return {"type": "presence", "room": "home", "count": count, "people": people[:count]}


@pytest.fixture
def here(stage, open_page):
    stage.body = (
        '<live-presence data-room="home" data-src="/live/rooms/home/" role="group" aria-label="People here"></live-presence>'
    )
    stage.answer("/live/rooms/home/", "<ul><li>Person 1</li><li>Person 9</li></ul>")
    page = open_page()
    return page.get_by_role("group", name="People here")


def test_up_to_three_faces_and_the_rest_as_a_number(stage, here):
    stage.say(snapshot(2))
    expect(here.locator(".avatar")).to_have_text(["P1", "P2"])
    expect(here.get_by_role("button")).to_be_hidden()
    stage.say(snapshot(9))
    expect(here.locator(".avatar")).to_have_text(["P1", "P2", "P3"])
    expect(here.get_by_role("button", name="+6 more")).to_be_visible()
    expect(here.locator(".avatar").nth(2)).to_have_class("avatar avatar-3")
    assert "Person 1, Person 2, Person 3" in here.aria_snapshot()


@pytest.mark.parametrize("how", ["hover", "focus", "click", "tap"])
def test_everybody_shows_on(stage, here, how):
    stage.say(snapshot(9))
    button = here.get_by_role("button")
    expect(button).to_be_visible()
    if how == "focus":
        here.page.keyboard.press("Tab")
    elif how == "tap":
        button.dispatch_event("click")
    else:
        getattr(button, how)()
    expect(here.get_by_role("heading", name="9 here")).to_be_visible()
    expect(here.get_by_role("listitem")).to_have_text(["Person 1", "Person 9"])
    here.page.keyboard.press("Escape")
    expect(here.get_by_role("listitem").first).to_be_hidden()


def test_the_list_is_fetched_only_when_wanted_and_follows_while_open(stage, here):
    stage.say(snapshot(9))
    expect(here.get_by_role("button")).to_be_visible()
    assert not stage.asked("/live/rooms/home/")
    here.get_by_role("button").click()
    expect(here.get_by_role("listitem")).to_have_text(["Person 1", "Person 9"])
    stage.answer("/live/rooms/home/", "<ul><li>Person 1</li></ul>")
    stage.say(snapshot(8))
    expect(here.get_by_role("listitem")).to_have_text(["Person 1"])
    expect(here.get_by_role("heading", name="8 here")).to_be_visible()


def test_the_pointer_that_leaves_closes_it(stage, here):
    stage.say(snapshot(9))
    here.get_by_role("button").hover()
    expect(here.get_by_role("listitem").first).to_be_visible()
    here.page.mouse.move(500, 500)
    expect(here.get_by_role("listitem").first).to_be_hidden()


def test_a_list_that_cannot_be_had_says_so(stage, here):
    stage.answer("/live/rooms/home/", "No", status=500)
    stage.say(snapshot(9))
    here.get_by_role("button").click()
    expect(here).to_contain_text("The server could not do that just now.")


def test_a_room_that_is_gone_shows_nobody(stage, here):
    stage.say(snapshot(9))
    expect(here.locator(".avatar")).to_have_count(3)
    stage.say({"type": "gone", "topics": [], "rooms": ["home"]})
    expect(here.locator(".avatar")).to_have_count(0)
