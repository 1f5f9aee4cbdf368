"""The gallery room in real browsers, with pictures that are really drawn."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from generations.models import Generation, Like, Report
from generations.models.order import rank_of
from tests.browsers import wait_live
from tests.generations.room import Room
from tests.jobs.conftest import until

SMALL = {"size": "512x512"}
NO_SOCKETS = """
  localStorage.setItem("live.debug", "1")
  localStorage.setItem("live.timing", '{"pollAfter": 100, "pollEvery": 300}')
  globalThis.WebSocket = class {
    static OPEN = 1
    readyState = 0
    constructor() { setTimeout(() => this.onclose({ code: 1006 })) }
    close() {}
  }
"""


@pytest.fixture
def enter(live_sites, page_as, wait_live):
    """`enter(ada)`: she is in the room. The site makes images itself."""
    site = live_sites(RUN_JOBS_IN_WEB="1")

    def enter(user, **options):
        page = page_as(user, site, path=options.pop("path", "/generations/"), **options)
        if options.get("java_script_enabled", True):
            wait_live(page)
        return Room(page)

    return enter


def test_two_see_an_image_come_and_go(ada, grace, enter):
    hers, others = enter(ada), enter(grace)
    expect(others.page.get_by_role("group", name="People here").locator(".avatar")).to_have_count(2)
    hers.generate("a quiet sea at dawn", **SMALL)
    for room in (hers, others):
        expect(room.card("a quiet sea at dawn")).to_be_visible()
        room.expect_count(1)
    for room in (hers, others):
        room.expect_state("a quiet sea at dawn", "done")
    others.expect_toast("Ada Lovelace made an image.")
    expect(others.card("a quiet sea at dawn").get_by_role("button", name="Delete")).to_be_hidden()
    hers.press("Delete", "a quiet sea at dawn")
    for room in (hers, others):
        expect(room.cards).to_have_count(0)
        room.expect_count(0)
    others.expect_toast("Ada Lovelace deleted an image.")
    expect(hers.toasts.locator("[data-toast]")).to_have_count(0)
    hers.page.close()
    expect(others.page.get_by_role("group", name="People here").locator(".avatar")).to_have_count(1)


def test_several_at_once_are_told_in_one_toast(ada, grace, enter):
    hers, others = enter(ada), enter(grace)
    hers.generate("emerald nebula", count="4", **SMALL)
    expect(others.gallery.locator('[data-state="done"]')).to_have_count(4, timeout=60_000)
    others.expect_toast("Ada Lovelace made 4 images.")
    expect(others.toasts.locator("[data-toast]")).to_have_count(1)


def test_what_is_private_shows_to_its_owner_alone(ada, grace, enter):
    hers, others = enter(ada), enter(grace)
    hers.generate("a secret garden", visibility="private", **SMALL)
    hers.expect_state("a secret garden", "done")
    expect(others.cards).to_have_count(0)
    others.expect_count(0)
    hers.press("Image menu", "a secret garden")
    hers.page.get_by_role("menuitem", name="Make public").click()
    expect(others.card("a secret garden")).to_be_visible()
    others.expect_toast("Ada Lovelace shared an image.")
    hers.press("Image menu", "a secret garden")
    hers.page.get_by_role("menuitem", name="Make private").click()
    expect(others.cards).to_have_count(0)
    expect(hers.cards).to_have_count(1)


def test_what_is_shared_again_is_told_again(ada, grace, enter, many):
    many(ada, 1, visibility="private")
    hers, others = enter(ada), enter(grace)
    for _ in range(2):
        hers.press("Image menu", "number 0")
        hers.page.get_by_role("menuitem", name="Make public").click()
        others.expect_toast("Ada Lovelace shared an image.")
        others.toasts.locator("[data-dismiss]").click()
        expect(others.toasts.locator("[data-toast]")).to_have_count(0)
        hers.press("Image menu", "number 0")
        hers.page.get_by_role("menuitem", name="Make private").click()
        expect(others.cards).to_have_count(0)


def test_likes_are_counted_for_all_and_pressed_for_one(ada, grace, enter, many):
    many(ada, 1)
    hers, others = enter(ada), enter(grace)
    others.press("Like", "number 0")
    for room, pressed in [(hers, "false"), (others, "true")]:
        like = room.card("number 0").get_by_role("button", name="Like")
        expect(like).to_have_text("1")
        expect(like).to_have_attribute("aria-pressed", pressed)


def test_two_thousand_cards_are_scrolled_through_with_few_on_the_page(ada, enter, many):
    many(ada, 2_000)
    room = enter(ada)
    page = room.page
    for place in range(40, 2_000, 120):
        seen = page.locator(f"article[aria-label='number {place}']")
        until(lambda seen=seen: page.mouse.wheel(0, 2_500) or page.wait_for_timeout(30) or seen.count())
        assert room.cards.count() <= 330
    top = page.evaluate("scrollY")
    assert top > 10_000
    until(lambda: page.mouse.wheel(0, -6_000) or page.wait_for_timeout(30) or page.evaluate("scrollY") == 0, 60)
    expect(room.card("number 0")).to_be_visible()
    assert room.cards.count() <= 330


def test_what_is_new_waits_on_a_pill_while_one_reads_further_down(ada, grace, enter, many):
    many(ada, 100)
    hers, room = enter(ada), enter(grace)
    room.page.mouse.wheel(0, 3_000)
    until(lambda: room.cards.count() > 30)
    where = "() => [...document.querySelectorAll('.image-card')].map((card) => card.getBoundingClientRect().top)[40]"
    before = room.page.evaluate(where)
    hers.generate("fresh", count="2", **SMALL)
    expect(room.pill).to_have_text("2 new")
    assert room.page.evaluate(where) == before
    room.pill.click()
    expect(room.card("fresh")).to_have_count(2)
    expect(room.pill).to_be_hidden()


def test_the_pill_counts_what_is_there_still_and_what_came_unheard(ada, grace, enter, many):
    many(ada, 100)
    hers, room = enter(ada), enter(grace)
    room.page.mouse.wheel(0, 3_000)
    until(lambda: room.cards.count() > 30)
    hers.generate("fresh", count="4", **SMALL)
    expect(room.pill).to_have_text("4 new")
    until(lambda: not Generation.objects.unfinished().exists())
    rows = list(Generation.objects.filter(prompt="fresh"))
    card = hers.page.locator(f"[data-pk='{rows[0].pk}']")
    card.get_by_role("button", name="Delete").click()
    expect(room.pill).to_have_text("3 new")
    rows[1].show_to("private")
    expect(room.pill).to_have_text("2 new")
    many(ada, 1, created_at=timezone.now(), rank=rank_of(timezone.now()))  # says nothing
    room.page.evaluate("document.querySelector('#gallery-region').show()")
    expect(room.pill).to_have_text("3 new")
    room.pill.click()
    expect(room.card("fresh")).to_have_count(2)
    expect(room.pill).to_be_hidden()
    assert room.page.locator("#gallery-held li").count() == 0


def test_what_goes_above_moves_nothing_that_is_read(ada, grace, enter, many):
    many(ada, 100)
    hers, room = enter(ada), enter(grace)
    room.page.evaluate("scrollTo(0, 3_000)")
    until(lambda: room.cards.count() > 30)
    where = """() => {
      const { left, top } = document.querySelector("[aria-label='number 45']").getBoundingClientRect()
      return [Math.round(left), Math.round(top)]
    }"""
    before = room.page.evaluate(where)
    for number in range(6):
        hers.press("Delete", f"number {number}")
        expect(room.card(f"number {number}")).to_have_count(0)
        assert room.page.evaluate(where) == before


def test_a_retry_takes_the_place_of_what_failed(ada, grace, enter):
    hers, others = enter(ada), enter(grace)
    (row,) = Generation.ask(ada, uuid4(), prompt="no such provider", width=512, height=512, model="nobody:m")
    hers.expect_state("no such provider", "failed")
    expect(hers.card("no such provider").get_by_text("not offered any more")).to_be_visible()
    expect(others.cards).to_have_count(0)
    hers.press("Retry", "no such provider")
    again = until(lambda: Generation.objects.exclude(pk=row.pk).filter(state="failed").first())
    assert (again.rank, Generation.objects.count()) == (row.rank, 1)
    expect(hers.cards).to_have_count(1)
    expect(hers.cards).to_have_attribute("data-pk", str(again.pk))
    hers.expect_state("no such provider", "failed")


def test_filters_are_in_the_address_and_back_takes_them_away(ada, grace, enter, many):
    many(ada, 3)
    many(grace, 2)
    room = enter(grace)
    room.page.get_by_text("Mine", exact=True).click()
    expect(room.cards).to_have_count(2)
    assert room.page.url.endswith("?who=mine")
    room.page.get_by_role("searchbox", name="Search images").fill("number 1")
    expect(room.cards).to_have_count(1)
    room.page.go_back()
    expect(room.cards).to_have_count(2)
    room.page.go_back()
    expect(room.cards).to_have_count(5)


def test_a_jump_to_a_day_begins_there_and_a_pill_leads_back(ada, enter, many):
    rows = many(ada, 60)
    yesterday = timezone.now() - timedelta(days=1)
    for row in rows[10:]:
        row.created_at -= timedelta(days=1)
        row.save()
    room = enter(ada)
    room.page.get_by_label("Jump to date").fill(f"{yesterday:%Y-%m-%d}")
    expect(room.cards.first.get_by_role("article")).to_have_attribute("aria-label", "number 10")
    expect(room.pill).to_have_text("Newest")
    room.pill.click()
    expect(room.cards.first.get_by_role("article")).to_have_attribute("aria-label", "number 0")
    expect(room.pill).to_be_hidden()
    expect(room.page.get_by_label("Jump to date")).to_have_value("")
    room.page.get_by_label("Jump to date").fill("2001-01-01")
    expect(room.page.get_by_text("Nothing as old as that")).to_be_visible()
    room.pill.click()
    expect(room.card("number 0")).to_be_visible()


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


def test_without_a_socket_the_room_polls(ada, grace, enter, console):
    console.allow("WebSocket")
    hers, others = enter(ada), enter(grace)
    others.page.add_init_script(NO_SOCKETS)
    others.page.reload()
    wait_live(others.page, "polling")
    hers.generate("seen without a socket", **SMALL)
    others.expect_state("seen without a socket", "done")
    hers.press("Delete", "seen without a socket")
    expect(others.cards).to_have_count(0)
    others.expect_count(0)
    expect(others.page.get_by_role("group", name="People here").locator(".avatar")).to_have_count(2)


def test_without_script_forms_do_the_same(ada, enter, many):
    many(ada, 1)
    room = enter(ada, java_script_enabled=False)
    room.press("Like", "number 0")
    room.page.goto("/generations/")
    expect(room.card("number 0").get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "true")
    room.generate("drawn without script", **SMALL)
    expect(room.card("drawn without script")).to_be_visible()
    room.press("Delete", "number 0")
    expect(room.card("number 0")).to_have_count(0)


def test_a_search_that_is_overtaken_says_nothing(ada, enter, many):
    many(ada, 12)
    room = enter(ada)
    waiting = []
    room.page.route("**/list/?q=number", lambda route: waiting.append(route))
    search = room.page.get_by_role("searchbox", name="Search images")
    search.fill("number")
    until(lambda: waiting or room.page.wait_for_timeout(10))
    search.fill("number 11")
    expect(room.cards).to_have_count(1)
    waiting[0].abort()
    expect(room.toasts.locator("[data-toast]")).to_have_count(0)
    search.fill("")
    expect(room.cards).to_have_count(12)


@pytest.mark.parametrize("deed", ["remove", "show_to"])
def test_a_card_that_goes_while_its_page_is_on_its_way_does_not_stay(ada, grace, enter, many, deed):
    rows = many(ada, 60)
    room, asked = enter(grace), []

    def answer_late(route):
        """The first page as it was before the change, after the change was shown."""
        asked.append(route)
        if len(asked) > 1:
            return route.continue_()
        answer = route.fetch()
        rows[40].remove() if deed == "remove" else rows[40].show_to("private")
        room.expect_count(59)
        route.fulfill(response=answer)

    room.page.route("**/generations/cards/**", answer_late)
    room.page.evaluate("scrollTo(0, 5_000)")
    expect(room.card("number 59")).to_be_attached()
    expect(room.card("number 40")).to_have_count(0)
    assert room.cards.count() == 59


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
