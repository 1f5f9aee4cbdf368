"""Sessions end, tokens grow old and people take turns at one device: a draft belongs to who typed it, and waits."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browsers import session_of
from tests.settings_sync.conftest import NO_LAST_WORD, SAVE


@pytest.fixture(autouse=True)
def _faults_are_heard(console):
    console.allow(r"Failed to load resource|WebSocket connection")


def test_a_session_that_ends_with_a_draft_open_keeps_it_for_after_the_login(settings_page, ada, stored):
    here = settings_page(ada)
    here.page.evaluate(NO_LAST_WORD)
    Session.objects.all().delete()
    here.prompt.fill("Not lost.")
    expect(here.page.get_by_role("dialog", name="You were signed out")).to_be_visible()
    expect(here.page.get_by_text("Not synced: You are signed out.")).to_be_visible()
    assert stored(ada, "system_prompt") == ""
    sign_in_again(here, ada)
    here.page.goto("/settings/")
    here.expect_synced()
    expect(here.prompt).to_have_value("Not lost.")
    assert stored(ada, "system_prompt") == "Not lost."


def test_a_draft_is_not_sent_for_somebody_else_and_waits_for_its_author(settings_page, ada, eve, stored):
    here = settings_page(ada)
    here.page.context.set_offline(True)
    here.prompt.fill("Ada's own.")
    here.expect_status(re.compile("^Not synced"))
    sign_in_again(here, eve)
    here.page.context.set_offline(False)
    here.expect_status(re.compile("^Not synced"))
    here.page.goto("/settings/")
    here.expect_synced()
    expect(here.prompt).to_have_value("")
    assert "Ada's own." in here.kept()[0]
    sign_in_again(here, ada)
    here.page.goto("/settings/")
    expect(here.prompt).to_have_value("Ada's own.")
    here.expect_synced()
    assert (stored(ada, "system_prompt"), stored(eve, "system_prompt")) == ("Ada's own.", "")


def test_a_stale_csrf_token_is_renewed_without_a_word(settings_page, ada, stored):
    here = settings_page(ada)
    address = here.page.evaluate("location.origin")
    here.page.context.add_cookies([{"name": "csrf", "value": "x" * 32, "url": address}])
    here.prompt.fill("Still me.")
    here.save_now()
    here.expect_synced()
    assert stored(ada, "system_prompt") == "Still me."


def test_signing_out_with_unsent_changes_asks_first(settings_page, ada, stored):
    here = settings_page(ada)
    here.page.route(SAVE, lambda route: route.abort())
    here.prompt.fill("Wait for me.")
    sign_out(here)
    dialog = here.page.get_by_role("dialog", name="Some changes are not saved yet")
    dialog.get_by_role("button", name="Sync and sign out").click()
    expect(dialog.get_by_text("Couldn't save all of them.")).to_be_visible()
    here.page.unroute(SAVE)
    dialog.get_by_role("button", name="Sync and sign out").click()
    here.page.wait_for_url("**/accounts/login/**")
    assert stored(ada, "system_prompt") == "Wait for me."


def test_signing_out_can_discard_what_was_not_sent(settings_page, ada, stored):
    here = settings_page(ada)
    here.page.route(SAVE, lambda route: route.abort())
    here.prompt.fill("Forget me.")
    sign_out(here)
    here.page.get_by_role("button", name="Discard and sign out").click()
    here.page.wait_for_url("**/accounts/login/**")
    assert (stored(ada, "system_prompt"), here.kept()) == ("", [])


def sign_out(here):
    here.page.get_by_role("button", name="account menu").click()
    here.page.get_by_role("button", name="Sign out").click()


def sign_in_again(here, user):
    address = here.page.evaluate("location.origin")
    here.page.context.add_cookies([{"name": "session", "value": session_of(user), "url": address}])
