"""The page of one image, and what is done from its menu, in real browsers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from generations.models import Generation, Like, Report
from tests.browsers import wait_live


def test_a_page_shows_one_image_and_arrows_lead_to_its_neighbours(ada, enter, many):
    many(ada, 3)
    room = enter(ada)
    room.card("number 1").get_by_role("link", name="number 1").click()
    heading = room.page.get_by_role("heading", level=1)
    for key, number in [(None, 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("Escape", None)]:
        if key:
            room.page.keyboard.press(key)
        if number:
            expect(heading).to_have_text(f"number {number}")
            wait_live(room.page)
    room.page.wait_for_url("**/generations/")


def test_the_page_of_an_image_follows_likes_and_neighbours(ada, grace, enter, many, console):
    console.allow("404 .*/shown/")
    rows = many(ada, 3)
    page = enter(grace, path=rows[1].get_absolute_url()).page
    Like.put(ada, rows[1], True)
    expect(page.get_by_role("button", name="Like")).to_have_text("1")
    older = page.get_by_role("link", name="Older image")
    expect(older).to_have_attribute("href", rows[2].get_absolute_url())
    rows[2].remove()
    expect(older).to_have_count(0)
    rows[1].remove()
    expect(page.get_by_text("This is not here any more.")).to_be_visible()


def test_the_page_of_an_image_shows_it_being_made(ada, enter):
    hers = enter(ada)
    hers.generate("mountain lake in winter, blue hour")
    hers.card("mountain lake in winter, blue hour").get_by_role("link").click()
    page = hers.page
    expect(page.locator("[data-words]")).to_contain_text(" %")
    expect(page.locator("img[data-preview]")).to_be_visible()
    expect(page.get_by_role("button", name="Like")).to_be_visible(timeout=30_000)


def test_the_page_of_an_image_says_what_its_card_says(ada, grace, enter, many):
    soon = timezone.now() + timedelta(seconds=90)
    (row,) = many(ada, 1, state="failed", reach="own", code="key", error="The key does not work.", retry_at=soon)
    (made,) = many(ada, 1, state="running", cancel_asked=True)
    page = enter(ada, path=row.get_absolute_url()).page
    expect(page.get_by_role("link", name="Providers")).to_be_visible()
    expect(page.locator("[data-retry-at]")).to_contain_text("s")
    page.goto(made.get_absolute_url())
    expect(page.get_by_text("Cancelling…")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)


def test_keys_in_a_dialog_stay_in_it(ada, grace, enter, many):
    rows = many(grace, 3)
    page = enter(ada, path=rows[1].get_absolute_url()).page
    page.get_by_role("button", name="Image menu").click()
    page.get_by_role("menuitem", name="Report").click()
    dialog = page.get_by_role("dialog", name="Report this image?")
    for key in ("ArrowRight", "ArrowLeft"):
        dialog.get_by_label("Reason").press(key)
        dialog.get_by_role("button", name="Cancel").press(key)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith(rows[1].get_absolute_url())


def test_a_long_prompt_is_shown_whole_when_it_is_asked_for(ada, grace, enter, many):
    long, short = many(ada, 2)
    Generation.objects.filter(pk=long.pk).update(prompt=LONG)
    page = enter(grace, path=long.get_absolute_url()).page
    heading, more = page.get_by_role("heading", level=1), page.get_by_role("button", name="Show all")
    expect(more).to_have_attribute("aria-expanded", "false")
    clamped = heading.bounding_box()["height"]
    assert clamped < 200
    more.click()
    less = page.get_by_role("button", name="Show less")
    expect(less).to_have_attribute("aria-expanded", "true")
    whole = heading.bounding_box()["height"]
    assert whole > 2 * clamped
    Like.put(ada, long, True)
    expect(page.get_by_role("button", name="Like")).to_have_text("1")
    expect(less).to_be_visible()
    assert heading.bounding_box()["height"] == whole
    less.click()
    assert heading.bounding_box()["height"] == clamped
    Like.put(ada, long, False)
    expect(page.get_by_role("button", name="Like")).to_have_text("")
    expect(more).to_be_visible()
    page.goto(short.get_absolute_url())
    wait_live(page)
    expect(more).to_be_hidden()


LONG = "a house by the sea\n  with many windows, " * 30


@pytest.mark.parametrize("place", ["card", "page"])
def test_the_whole_prompt_is_copied_as_it_was_written(ada, enter, many, place):
    (row,) = many(ada, 1, prompt=LONG)
    room = enter(
        ada,
        path="/generations/" if place == "card" else row.get_absolute_url(),
        permissions=["clipboard-read", "clipboard-write"],
    )
    room.page.get_by_role("button", name="Image menu").click()
    room.page.get_by_role("menuitem", name="Copy prompt").click()
    expect(room.page.get_by_text("Prompt copied.")).to_be_visible()
    assert room.page.evaluate("navigator.clipboard.readText()") == LONG


def test_a_report_says_why_and_staff_see_it_come(ada, eve, grace, enter, many):
    many(grace, 1)
    staff, others, hers = enter(ada), enter(grace), enter(eve)
    hers.press("Image menu", "number 0")
    hers.page.get_by_role("menuitem", name="Report").click()
    hers.page.get_by_label("Reason").select_option("Something else")
    hers.page.get_by_label("What is wrong with it").fill("It frightens me")
    hers.page.get_by_role("button", name="Report", exact=True).click()
    hers.expect_toast("Reported. Thank you for telling.")
    expect(staff.card("number 0").get_by_text("1 report")).to_be_visible()
    expect(staff.page.get_by_role("link", name="1 reported")).to_be_visible()
    assert Report.objects.get().words == "Something else: It frightens me"
    staff.page.reload()
    expect(staff.card("number 0").get_by_text("1 report")).to_be_visible()
    staff.press("Image menu", "number 0")
    staff.page.get_by_role("menuitem", name="Hide").click()
    expect(staff.card("number 0").get_by_text("1 report")).to_be_visible()
    expect(others.card("number 0").get_by_text("Hidden")).to_be_visible()
    expect(others.page.get_by_text("1 report")).to_have_count(0)
    Report.objects.get().delete()
    expect(staff.page.get_by_text("1 report")).to_have_count(0)
