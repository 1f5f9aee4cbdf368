"""The gallery room in real browsers, with pictures that are really drawn."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from generations.models import Generation
from tests.browsers import wait_live
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


@pytest.mark.once
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
