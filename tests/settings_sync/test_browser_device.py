"""A device that is shared, and a device on which something unsent was left."""

import re

import pytest
from playwright.sync_api import expect

from tests.settings_sync.conftest import NO_LAST_WORD, SAVE
from tests.settings_sync.test_browser_sessions import sign_out


@pytest.fixture(autouse=True)
def _faults_are_heard(console):
    console.allow(r"Failed to load resource|WebSocket connection")


@pytest.fixture
def left(settings_page, ada):
    """A device on which Ada typed something that did not get through, and left the page."""
    here = settings_page(ada)
    here.page.evaluate(NO_LAST_WORD)
    here.page.route(SAVE, lambda route: route.abort())
    here.prompt.fill("Left behind.")
    here.expect_status(re.compile("^(Unsaved|Not synced)"))
    here.page.goto("about:blank")
    here.page.unroute(SAVE)
    return here


def decline(here):
    here.page.get_by_text("Don't keep a copy on this device").click()


def test_what_was_left_unsent_goes_from_any_page(left, ada, stored):
    left.page.goto("/people/")
    expect(left.page.get_by_role("status", name="Notifications")).to_contain_text("Unsent settings were saved.")
    assert stored(ada, "system_prompt") == "Left behind."
    assert not [text for text in left.kept() if "Left behind." in text]


def test_it_goes_when_the_network_is_back(left, ada, stored):
    left.page.route("**/settings/state/", lambda route: route.abort())
    left.page.goto("/people/")
    expect(left.page.locator("body")).to_have_attribute("data-live", "live")
    assert "Left behind." in left.kept()[0]
    left.page.unroute("**/settings/state/")
    left.page.evaluate("dispatchEvent(new Event('online'))")
    expect(left.page.get_by_text("Unsent settings were saved.")).to_be_visible()
    assert stored(ada, "system_prompt") == "Left behind."


def test_a_page_without_anything_unsent_loads_nothing_for_it(page_as, wait_live, ada):
    asked = []
    page = page_as(ada)
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/people/")
    wait_live(page)
    assert not [url for url in asked if "/js/settings/courier" in url or url.endswith(("/settings/state/", "/settings/save/"))]


def test_what_needs_a_choice_waits_for_the_settings_page_and_is_told_once(left, settings_page, ada, stored):
    other = settings_page(ada)
    other.prompt.fill("theirs")
    other.save_now()
    other.expect_synced()
    left.page.goto("/people/")
    expect(left.page.get_by_text("Some unsent settings need a choice.")).to_be_visible()
    assert stored(ada, "system_prompt") == "theirs"
    left.page.goto("/settings/")
    expect(left.prompt).to_have_value("Left behind.")
    left.keep_mine.click()
    left.expect_synced()
    assert stored(ada, "system_prompt") == "Left behind."


def test_signing_out_elsewhere_with_something_unsent_asks_on_the_settings_page(left, ada, stored):
    left.page.route(SAVE, lambda route: route.abort())
    left.page.goto("/people/")
    sign_out(left)
    dialog = left.page.get_by_role("dialog", name="Some changes are not saved yet")
    expect(dialog).to_be_visible()
    left.page.unroute(SAVE)
    dialog.get_by_role("button", name="Sync and sign out").click()
    left.page.wait_for_url("**/accounts/login/**")
    assert (stored(ada, "system_prompt"), left.kept()) == ("Left behind.", [])


def test_what_can_be_sent_on_the_way_out_is_sent_without_a_question(left, ada, stored):
    left.page.route("**/settings/state/", lambda route: route.abort())
    left.page.goto("/people/")
    sign_out(left)
    left.page.wait_for_url("**/accounts/login/**")
    assert (stored(ada, "system_prompt"), left.kept()) == ("Left behind.", [])


def test_a_device_that_keeps_no_copy_has_none_and_says_so(settings_page, ada, stored):
    here = settings_page(ada)
    decline(here)
    here.page.context.set_offline(True)
    here.prompt.fill("Secret plan.")
    here.expect_status(re.compile(r"^Not synced: .*1 change kept in this page only"))
    assert here.kept() == []
    assert "Secret plan." not in here.page.evaluate("JSON.stringify(localStorage)")
    here.page.context.set_offline(False)
    here.expect_synced()
    assert stored(ada, "system_prompt") == "Secret plan."


def test_declining_takes_away_what_was_kept_and_allowing_keeps_it_again(settings_page, ada):
    here = settings_page(ada)
    here.page.route(SAVE, lambda route: route.abort())
    here.prompt.fill("Kept so far.")
    here.expect_status(re.compile("^(Unsaved|Not synced)"))
    assert "Kept so far." in here.kept()[0]
    decline(here)
    assert here.kept() == []
    expect(here.prompt).to_have_value("Kept so far.")
    decline(here)
    assert "Kept so far." in here.kept()[0]


def test_the_choice_is_the_devices_and_outlives_a_reload(settings_page, ada):
    here, there = settings_page(ada), settings_page(ada)
    decline(here)
    here.page.reload()
    expect(here.page.get_by_role("switch", name="Don't keep a copy on this device")).to_be_checked()
    expect(there.page.get_by_role("switch", name="Don't keep a copy on this device")).not_to_be_checked()


def test_signing_out_leaves_nothing_on_the_device(settings_page, ada):
    here = settings_page(ada)
    here.page.evaluate("localStorage.setItem('settings.' + document.body.dataset.user + '.old', '{\"adopted\": 1}')")
    sign_out(here)
    here.page.wait_for_url("**/accounts/login/**")
    assert here.kept() == []
