"""The part of the gallery that a page holds: filters, days, what is new and what is gone, in real browsers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from generations.gallery import PAGE
from generations.models import Generation
from generations.models.order import rank_of
from tests.jobs.conftest import until

SMALL = {"size": "512x512"}
WHERE = """() => {
  const { left, top } = document.querySelector("[aria-label='number 45']").getBoundingClientRect()
  return [Math.round(left), Math.round(top)]
}"""


def test_what_is_new_waits_on_a_pill_while_one_reads_further_down(ada, grace, enter, many):
    many(ada, 100)
    hers, room = enter(ada), enter(grace)
    room.page.mouse.wheel(0, 3_000)
    until(lambda: room.cards.count() > 30)
    before = room.page.evaluate(WHERE)
    hers.generate("fresh", count="2", **SMALL)
    expect(room.pill).to_have_text("2 new")
    expect(hers.gallery.locator('.image-card:has([aria-label="fresh"])[data-state="done"]')).to_have_count(2, timeout=30_000)
    hers.generate("fresher", count="1", **SMALL)
    expect(room.pill).to_have_text("3 new")
    assert room.page.evaluate(WHERE) == before
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
    rows = many(ada, 100)
    room = enter(grace)
    room.page.evaluate("scrollTo(0, 3_000)")
    until(lambda: room.cards.count() > 30)
    before = room.page.evaluate(WHERE)
    for number in range(6):
        rows[number].remove()
        expect(room.card(f"number {number}")).to_have_count(0)
        assert room.page.evaluate(WHERE) == before


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


def test_what_is_typed_into_the_search_is_one_step_of_the_history(ada, enter, many):
    many(ada, 12)
    room = enter(ada)
    search = room.page.get_by_role("searchbox", name="Search images")
    for words, found in [("number", 12), ("number 1", 3), ("number 11", 1)]:
        search.fill(words)
        room.page.wait_for_url(f"**/?q={words.replace(' ', '+')}")
        expect(room.cards).to_have_count(found)
    room.page.go_back()
    expect(room.cards).to_have_count(12)
    expect(search).to_have_value("")
    assert room.page.url.endswith("/generations/")


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
    assert room.page.url.endswith("/generations/")
    room.page.get_by_label("Jump to date").fill("2001-01-01")
    expect(room.page.get_by_text("Nothing as old as that")).to_be_visible()
    room.pill.click()
    expect(room.card("number 0")).to_be_visible()


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
    rows = many(ada, 2 * PAGE)
    room, asked = enter(grace), []

    def answer_late(route):
        """The first page as it was before the change, after the change was shown."""
        asked.append(route)
        if len(asked) > 1:
            return route.continue_()
        answer = route.fetch()
        rows[40].remove() if deed == "remove" else rows[40].show_to("private")
        room.expect_count(len(rows) - 1)
        route.fulfill(response=answer)

    room.page.route("**/generations/cards/**", answer_late)
    room.page.evaluate("scrollTo(0, 5_000)")
    expect(room.card(f"number {len(rows) - 1}")).to_be_attached()
    expect(room.card("number 40")).to_have_count(0)
    assert room.cards.count() == len(rows) - 1
