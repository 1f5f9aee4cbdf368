"""Back from an image to where one was in the gallery, in real browsers."""

import pytest
from playwright.sync_api import expect

from tests.browsers import wait_live
from tests.jobs.conftest import until

PLACE = """number => {
  const article = document.querySelector(`[aria-label="number ${number}"]`)
  return article && Math.round(article.getBoundingClientRect().top)
}"""


def scroll_to(room, number):
    card = room.card(f"number {number}")
    until(lambda: room.page.mouse.wheel(0, 1_500) or room.page.wait_for_timeout(30) or card.count(), 60)
    card.scroll_into_view_if_needed()
    return room.page.evaluate(PLACE, number)


def open_image(room, number):
    room.card(f"number {number}").get_by_role("link").click()
    expect(room.page.get_by_role("heading", level=1)).to_have_text(f"number {number}")
    wait_live(room.page)


def expect_place(room, number, place):
    wait_live(room.page)
    until(lambda: room.page.evaluate(PLACE, number) == place)


BACK = {
    "Back": lambda page: page.go_back(),
    "Escape": lambda page: page.keyboard.press("Escape"),
    "Gallery": lambda page: page.get_by_role("link", name="Gallery").click(),
}


@pytest.mark.parametrize("how", BACK)
def test_back_leads_to_where_one_was(ada, enter, many, how):
    many(ada, 240)
    room = enter(ada)
    place = scroll_to(room, 210)
    open_image(room, 210)
    BACK[how](room.page)
    expect_place(room, 210, place)
    room.page.reload()
    expect_place(room, 210, place)
    expect(room.pill).to_be_hidden()


def test_back_leads_past_what_came_and_went_meanwhile(ada, enter, many):
    rows = many(ada, 60)
    room = enter(ada)
    place = scroll_to(room, 45)
    open_image(room, 45)
    for row in rows[2:9]:
        row.remove()
    many(ada, 3, prompt="made meanwhile")
    room.page.keyboard.press("ArrowRight")
    expect(room.page.get_by_role("heading", level=1)).to_have_text("number 46")
    wait_live(room.page)
    room.page.keyboard.press("Escape")
    expect_place(room, 45, place)


def test_far_down_there_is_more_above_after_coming_back(ada, enter, many):
    many(ada, 600)
    room = enter(ada)
    place = scroll_to(room, 500)
    open_image(room, 500)
    room.page.go_back()
    expect_place(room, 500, place)
    seen = room.card("number 200")
    until(lambda: room.page.mouse.wheel(0, -1_500) or room.page.wait_for_timeout(30) or seen.count(), 60)


def test_the_filter_stays_also_when_the_image_is_deleted(ada, grace, enter, many, console):
    console.allow("404 .*/shown/")
    rows = many(ada, 60)
    many(grace, 60)
    room = enter(ada)
    room.page.get_by_text("Mine", exact=True).click()
    room.page.wait_for_url("**/?who=mine")
    expect(room.page.get_by_text("60 images found")).to_be_visible()
    place = scroll_to(room, 50)
    open_image(room, 49)
    room.page.keyboard.press("ArrowRight")
    room.page.wait_for_url(f"**{rows[50].get_absolute_url()}?who=mine")
    wait_live(room.page)
    room.page.get_by_role("button", name="Delete").click()
    room.page.wait_for_url("**/generations/?who=mine")
    wait_live(room.page)
    expect(room.page.get_by_text("59 images found")).to_be_visible()
    expect(room.card("number 50")).to_have_count(0)
    until(lambda: abs(room.page.evaluate(PLACE, 51) - place) < 400)


def test_from_elsewhere_the_gallery_begins_at_its_top(ada, enter, many):
    rows = many(ada, 60)
    room = enter(ada)
    scroll_to(room, 45)
    room.page.goto("/settings/")
    room.page.goto(rows[45].get_absolute_url())
    wait_live(room.page)
    room.page.keyboard.press("Escape")
    room.page.wait_for_url("**/generations/")
    wait_live(room.page)
    expect(room.card("number 0")).to_be_in_viewport()


def test_back_takes_a_filter_away_and_leads_to_where_one_was(ada, enter, many):
    many(ada, 100)
    room = enter(ada)
    place = scroll_to(room, 70)
    room.page.evaluate("document.querySelector('[name=who][value=liked]').click()")
    expect(room.cards).to_have_count(0)
    room.page.go_back()
    expect_place(room, 70, place)
