"""The history while it is being made: each change appears at once, and undo reaches every open tab."""

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def history(page_as, wait_live, ada):
    """`history()`: her history in a browser of its own."""

    def opened(**options):
        page = page_as(ada, path="/settings/history/", **options)
        wait_live(page)
        return page

    return opened


def line(page, words):
    return page.locator(".change").filter(has_text=words)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_a_change_appears_and_its_undo_moves_every_tab(settings_page, history, ada, stored, options):
    here, page = settings_page(ada), history(**options)
    expect(page.get_by_role("heading", name="Nothing changed yet")).to_be_visible()
    here.max_tokens.fill("123")
    here.save_now()
    expect(line(page, "123 tokens")).to_contain_text("Chrome on Linux")
    line(page, "123 tokens").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("Max tokens is now 4,096 tokens.")
    expect(here.max_tokens).to_have_value("4096")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    assert stored(ada, "max_tokens") == 4096


def test_what_was_changed_since_is_asked_about(settings_page, history, ada, stored, console):
    console.allow("409")
    here, page = settings_page(ada), history()
    for value in ("10", "20"):
        here.max_tokens.fill(value)
        here.save_now()
        here.expect_synced()
    page.locator(".change").nth(1).get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Max tokens was changed since")).to_be_visible()
    assert stored(ada, "max_tokens") == 20
    page.get_by_role("button", name="Set it back").click()
    expect(here.max_tokens).to_have_value("4096")


def test_a_refused_text_is_there_with_what_it_would_have_changed(settings_page, history, ada, stored):
    here, there, page = settings_page(ada), settings_page(ada), history()
    here.prompt.fill("m")
    there.prompt.fill("Be kind.\nBe brief.")
    there.save_now()
    there.expect_synced()
    here.prompt.fill("Be kind.\nBe long.")
    here.save_now()
    refused = line(page, "Not applied")
    refused.get_by_text("What it would have changed").click()
    expect(refused.locator("ins")).to_have_text("long.")
    here.use_theirs.click()
    refused.get_by_role("button", name="Use this value").click()
    expect(there.prompt).to_have_value("Be kind.\nBe long.")
    assert stored(ada, "system_prompt") == "Be kind.\nBe long."


def test_a_folded_text_that_is_open_stays_open_while_news_arrive(settings_page, history, ada):
    here, page = settings_page(ada), history()
    here.prompt.fill("one\ntwo")
    here.save_now()
    line(page, "System prompt").get_by_text("What changed").click()
    here.max_tokens.fill("55")
    here.save_now()
    expect(line(page, "55 tokens")).to_be_visible()
    expect(line(page, "System prompt").locator("ins")).to_be_visible()


def test_undo_works_without_script(settings_page, page_as, ada, stored):
    here = settings_page(ada)
    here.max_tokens.fill("123")
    here.save_now()
    here.expect_synced()
    page = page_as(ada, path="/settings/history/", java_script_enabled=False)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("Max tokens is now 4,096 tokens.")
    assert stored(ada, "max_tokens") == 4096


def test_an_import_moves_every_tab_and_works_without_script(settings_page, page_as, ada):
    here = settings_page(ada)
    page = page_as(ada, path="/settings/import/", java_script_enabled=False)
    text = '{"format": "lockstep.preferences", "version": 1, "preferences": {"max_tokens": 9, "theme": "dark", "colour": 1}}'
    page.get_by_label("File").set_input_files({"name": "p.json", "mimeType": "application/json", "buffer": text.encode()})
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="2 settings would change")).to_be_visible()
    expect(page.get_by_text("colour")).to_be_visible()
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("2 settings imported.")).to_be_visible()
    expect(here.max_tokens).to_have_value("9")
    expect(here.page.locator("html")).to_have_attribute("data-theme", "dark")
