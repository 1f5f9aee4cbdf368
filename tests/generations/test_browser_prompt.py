"""The prompt bar in real browsers: what it shows, what it says, and what it keeps."""

import pytest
from playwright.sync_api import expect

from generations.models import PromptBar
from tests.browsers import session_of, wait_live

SMALL = {"size": "512x512"}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_a_word_without_end_stays_in_its_box(ada, enter, width):
    room = enter(ada, viewport={"width": width, "height": 900})
    room.prompt.fill("https://example.com/" + "pneumonoultramicroscopic" * 20)
    assert room.page.evaluate(WIDE) == 0
    expect(room.page.get_by_role("button", name="Generate", exact=True)).to_be_in_viewport(ratio=1)


def test_a_seed_that_cannot_be_is_shown_with_why(ada, enter):
    room = enter(ada)
    seed, more = room.page.get_by_label("Seed"), room.page.locator(".prompt-more")
    more.locator("summary").click()
    seed.fill("99999999999")
    more.locator("summary").click()
    expect(seed).to_be_hidden()
    room.generate("a quiet sea at dawn")
    expect(seed).to_be_focused()


def test_what_stands_under_more_is_said_while_it_is_closed(ada, enter):
    room = enter(ada)
    summary = room.page.locator(".prompt-more summary")
    expect(summary).to_have_text("More")
    summary.click()
    room.page.get_by_label("Seed").fill("42")
    room.page.get_by_label("Negative prompt").fill("people")
    summary.click()
    expect(summary).to_have_text("More · seed 42, negative prompt")
    room.page.reload()
    expect(summary).to_have_text("More · seed 42, negative prompt")
    summary.click()
    room.page.get_by_label("Seed").fill("")
    expect(summary).to_have_text("More · negative prompt")


def test_what_was_typed_and_not_sent_is_there_again(ada, enter):
    PromptBar.remember(ada, PromptBar(prompt="what was made last").values)
    room = enter(ada)
    expect(room.prompt).to_have_value("what was made last")
    room.prompt.fill("a lighthouse that is not yet")
    room.page.get_by_label("Size").select_option("512x512")
    for leave in (room.page.reload, lambda: (room.page.goto("/chat/"), room.page.goto("/generations/"))):
        leave()
        wait_live(room.page)
        expect(room.prompt).to_have_value("a lighthouse that is not yet")
        expect(room.page.get_by_label("Size")).to_have_value("512x512")


def test_what_was_sent_is_no_draft_and_what_is_typed_meanwhile_is_one(ada, enter):
    room = enter(ada)
    room.generate("a quiet sea at dawn", **SMALL)
    expect(room.cards).to_have_count(1)
    expect(room.page.locator("#prompt-bar")).not_to_have_attribute("aria-busy", "true")
    PromptBar.remember(ada, PromptBar(prompt="made on another device").values)
    room.page.reload()
    wait_live(room.page)
    expect(room.prompt).to_have_value("made on another device")
    waiting = []
    room.page.route("**/generations/new/", lambda route: waiting.append(route))
    room.generate("a stormy sea", **SMALL)
    room.prompt.fill("a stormy sea with a boat")
    waiting[0].continue_()
    expect(room.cards).to_have_count(2)
    room.page.reload()
    expect(room.prompt).to_have_value("a stormy sea with a boat")


def test_a_draft_is_its_authors_alone(ada, grace, enter, settings):
    room = enter(ada)
    room.prompt.fill("a secret garden")
    (cookie,) = [each for each in room.page.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME]
    room.page.context.add_cookies([cookie | {"value": session_of(grace)}])
    room.page.goto("/generations/")
    expect(room.prompt).to_have_value("")
