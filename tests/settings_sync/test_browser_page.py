"""Finding one's way in the settings: by words, by section, by key."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def here(settings_page, ada):
    return settings_page(ada)


@pytest.fixture
def search(here):
    return here.page.get_by_role("searchbox", name="Search settings")


def shown(here):
    return [text.strip() for text in here.page.locator("[data-settings] .part-title:visible").all_text_contents()]


@pytest.mark.parametrize(
    ("words", "section", "control"),
    [
        ("temp", "Replies", "Temperature"),
        ("surprise", "Replies", "Temperature"),
        ("SOUND", "Notifications", "Sound"),
        ("dark", "Appearance", "Dark"),
        ("shared computer", "This device", "Don't keep a copy on this device"),
    ],
)
def test_a_setting_is_found_by_its_name_hint_choice_or_section(here, search, words, section, control):
    search.fill(words)
    expect(here.page.get_by_label(control).first).to_be_visible()
    assert shown(here) == [section]
    expect(here.page.get_by_role("status", name="Found")).to_have_text("1 setting")


def test_the_name_of_a_section_finds_all_of_it(here, search):
    search.fill("notifications")
    expect(here.page.get_by_role("switch", name="Sound")).to_be_visible()
    expect(here.page.get_by_role("switch", name="Desktop notifications")).to_be_visible()
    expect(here.max_tokens).to_be_hidden()


def test_what_is_not_found_is_said_and_a_button_shows_all_again(here, search):
    search.fill("quux")
    expect(here.page.get_by_role("heading", name="No setting is called “quux”")).to_be_visible()
    here.page.get_by_role("button", name="Show all").click()
    expect(search).to_have_value("")
    expect(search).to_be_focused()
    expect(here.max_tokens).to_be_visible()


def test_the_slash_key_searches_and_escape_clears(here, search):
    here.page.keyboard.press("/")
    expect(search).to_be_focused()
    here.page.keyboard.type("token")
    expect(here.temperature).to_be_hidden()
    here.page.keyboard.press("Enter")
    here.page.keyboard.press("Escape")
    expect(search).to_have_value("")
    expect(here.temperature).to_be_visible()


def test_a_slash_in_a_text_is_a_slash(here, search):
    here.prompt.press_sequentially("a/b")
    expect(here.prompt).to_have_value("a/b")
    expect(search).not_to_be_focused()


@pytest.mark.parametrize("keys", ["Control+s", "Meta+s"])
def test_the_save_key_saves_now(here, ada, stored, keys):
    here.max_tokens.fill("77")
    here.page.keyboard.press(keys)
    here.expect_synced()
    assert stored(ada, "max_tokens") == 77


def test_a_search_hides_no_field_that_waits_for_an_answer(here, search, ada):
    here.max_tokens.fill("0")
    here.save_now()
    expect(here.page.get_by_text("Enter a number from 1 to 200,000.")).to_be_visible()
    search.fill("theme")
    expect(here.max_tokens).to_be_visible()
    expect(here.temperature).to_be_hidden()


def test_the_list_of_sections_leads_there_and_marks_where_one_is(here):
    sections = here.page.get_by_role("navigation", name="Sections")
    expect(sections.get_by_role("link", name="Appearance")).to_have_attribute("aria-current", "location")
    sections.get_by_role("link", name="Import and export").click()
    expect(here.page.get_by_role("heading", name="Import and export")).to_be_in_viewport()
    expect(sections.get_by_role("link", name="Import and export")).to_have_attribute("aria-current", "location")
    expect(sections.get_by_role("link", name="Appearance")).to_be_in_viewport()


def test_the_shortcuts_are_told(here):
    here.page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(here.page.get_by_text("Clear the search")).to_be_visible()


def test_numbers_have_their_units(here):
    expect(here.page.locator("[data-field=max_tokens]")).to_contain_text("tokens")
    expect(here.page.locator("[data-field=autosave_seconds] .unit")).to_have_text("s")


def test_without_script_there_is_no_search_and_nothing_that_would_not_be_true(page_as, ada):
    page = page_as(ada, path="/settings/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Save now")).to_be_visible()
    for name in ("Search settings", "Don't keep a copy on this device"):
        expect(page.get_by_label(name)).to_be_hidden()
