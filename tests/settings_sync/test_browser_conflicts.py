"""Two devices change one setting without having seen each other: both values stay until a person has chosen."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def quarrel(settings_page, ada):
    """Here "mine" was typed on the version that "theirs" has replaced meanwhile."""
    here, there = settings_page(ada), settings_page(ada)
    here.prompt.fill("m")
    there.prompt.fill("theirs")
    there.save_now()
    there.expect_synced()
    here.prompt.fill("mine")
    here.save_now()
    expect(here.page.get_by_text("Changed on Chrome on Linux, just now: theirs")).to_be_visible()
    expect(here.prompt).to_have_value("mine")
    here.expect_status("Not synced: something was changed elsewhere too. Choose which to keep.")
    return here, there


def test_keep_mine(quarrel, ada, stored):
    here, there = quarrel
    here.keep_mine.click()
    here.expect_synced()
    expect(there.prompt).to_have_value("mine")
    expect(here.keep_mine).to_be_hidden()
    expect(here.prompt).to_be_focused()
    assert stored(ada, "system_prompt") == "mine"


def test_use_theirs(quarrel, ada, stored):
    here, there = quarrel
    here.use_theirs.click()
    here.expect_synced()
    expect(here.prompt).to_have_value("theirs")
    expect(there.prompt).to_have_value("theirs")
    assert stored(ada, "system_prompt") == "theirs"


def test_an_unresolved_conflict_outlives_a_reload_and_holds_up_no_other_field(quarrel, ada, stored):
    here, _ = quarrel
    here.max_tokens.fill("12")
    here.save_now()
    expect(here.page.locator("[data-field=max_tokens] [data-unsaved]")).to_be_hidden()
    assert (stored(ada, "max_tokens"), stored(ada, "system_prompt")) == (12, "theirs")
    here.page.reload()
    expect(here.prompt).to_have_value("mine")
    here.keep_mine.click()
    here.expect_synced()
    assert stored(ada, "system_prompt") == "mine"


def test_news_during_a_conflict_show_what_one_would_overwrite(quarrel, ada, stored):
    here, there = quarrel
    there.prompt.fill("theirs, improved")
    there.save_now()
    expect(here.page.get_by_text("theirs, improved")).to_be_visible()
    here.keep_mine.click()
    here.expect_synced()
    assert stored(ada, "system_prompt") == "mine"
