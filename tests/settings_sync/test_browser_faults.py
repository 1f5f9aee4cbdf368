"""The real client and a world that fails: what was typed is on the screen, on this device, and in the end on the server."""

import json
import re

import pytest
from playwright.sync_api import expect

from settings_sync.models import Mutation, Preference
from tests.settings_sync.conftest import NO_LAST_WORD, SAVE


@pytest.fixture(autouse=True)
def _faults_are_heard(console):
    console.allow(r"Failed to load resource|WebSocket connection")


def test_an_edit_made_offline_is_kept_and_sent_on_return(settings_page, ada, stored):
    here = settings_page(ada)
    here.page.context.set_offline(True)
    here.prompt.fill("Written on a train.")
    here.expect_status(re.compile(r"^Not synced: .*1 change kept on this device"))
    assert "Written on a train." in here.kept()[0]
    here.page.context.set_offline(False)
    here.expect_synced()
    assert (stored(ada, "system_prompt"), here.kept()) == ("Written on a train.", [])


def test_a_reload_in_the_middle_of_an_edit_loses_nothing(settings_page, ada, stored):
    here = settings_page(ada)
    here.page.evaluate(NO_LAST_WORD)
    here.page.route(SAVE, lambda route: route.abort())
    here.prompt.fill("Half a sen")
    here.page.reload()
    expect(here.prompt).to_have_value("Half a sen")
    here.page.unroute(SAVE)
    here.save_now()
    here.expect_synced()
    assert stored(ada, "system_prompt") == "Half a sen"


def test_an_edit_is_flushed_when_the_page_is_left(settings_page, ada):
    here, there = settings_page(ada), settings_page(ada)
    here.prompt.fill("Off I go.")
    here.page.goto("/profile/")
    expect(there.prompt).to_have_value("Off I go.")


def test_a_lost_answer_makes_no_second_change_and_no_conflict(settings_page, ada):
    here = settings_page(ada)
    lost = []

    def lose_the_first_answer(route):
        if not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    here.page.route(SAVE, lose_the_first_answer)
    here.prompt.fill("Once.")
    here.save_now()
    here.expect_synced()
    row = Preference.objects.get(user=ada, key="system_prompt")
    assert (row.value, row.version, Mutation.objects.count()) == ("Once.", 1, 1)
    assert lost
    expect(here.keep_mine.first).to_be_hidden()


def test_typing_on_while_the_answer_is_lost_is_no_conflict_with_oneself(settings_page, ada, stored):
    here = settings_page(ada)
    held = []
    here.page.route(SAVE, lambda route: route.continue_() if held else held.append(route))
    here.prompt.fill("One")
    here.save_now()
    here.expect_status("Syncing…")
    here.prompt.fill("One two")
    held[0].fetch()
    held[0].abort()
    here.expect_synced()
    assert stored(ada, "system_prompt") == "One two"


def test_a_server_error_in_the_middle_is_retried_as_the_same_save(settings_page, ada, stored):
    here = settings_page(ada)
    sent = []

    def fail_twice(route):
        sent.append(route.request.post_data_json["mutation_id"])
        return (
            route.fulfill(status=503, json={"error": {"code": "down", "message": "Busy."}})
            if len(sent) < 3
            else route.continue_()
        )

    here.page.route(SAVE, fail_twice)
    here.prompt.fill("Patience.")
    here.save_now()
    here.expect_status(re.compile(r"^Not synced: Busy\. 1 change kept on this device, trying again in \d+ s\.$"))
    here.expect_synced()
    assert (len(sent), len(set(sent)), stored(ada, "system_prompt")) == (3, 1, "Patience.")


def test_a_server_that_asks_to_wait_is_given_the_time(settings_page, ada):
    here = settings_page(ada)
    limited = {"status": 429, "headers": {"Retry-After": "30"}, "json": {"error": {"code": "slow", "message": "Slow down."}}}
    here.page.route(SAVE, lambda route: route.fulfill(**limited))
    here.prompt.fill("Patience.")
    here.save_now()
    here.expect_status("Not synced: Slow down. 1 change kept on this device, trying again in 30 s.")


def test_a_save_that_is_refused_whole_leaves_the_queue_and_stays_on_the_screen(settings_page, ada, stored):
    here = settings_page(ada)
    too_large = {"status": 413, "json": {"error": {"code": "too_large", "message": "Too much."}}}
    here.page.route(SAVE, lambda route: route.fulfill(**too_large))
    here.prompt.fill("Everything.")
    here.save_now()
    expect(here.page.get_by_text("Too much.")).to_be_visible()
    expect(here.prompt).to_have_value("Everything.")
    here.page.unroute(SAVE)
    here.max_tokens.fill("5")
    here.save_now()
    expect(here.page.locator("[data-field=max_tokens] [data-unsaved]")).to_be_hidden()
    assert stored(ada, "max_tokens") == 5


def test_what_a_crashed_page_left_behind_is_adopted(settings_page, ada, stored):
    here = settings_page(ada)
    here.page.route(SAVE, lambda route: route.abort())
    here.prompt.fill("Before the crash.")
    key, text = here.page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('settings.'))")
    assert json.loads(text)["closed"] is False
    here.page.close()
    tab = here.page.context.new_page()
    # As after a crash: nobody closed the record, and nobody lives who could answer for it.
    tab.add_init_script(f"localStorage.setItem({json.dumps(key)}, {json.dumps(text)})")
    tab.goto("/settings/")
    again = type(here)(tab)
    expect(again.prompt).to_have_value("Before the crash.")
    again.expect_synced()
    assert stored(ada, "system_prompt") == "Before the crash."


def test_the_draft_of_a_living_tab_is_not_taken_by_another(settings_page, ada):
    here = settings_page(ada)
    here.page.context.set_offline(True)
    here.prompt.fill("Mine, here.")
    here.expect_status(re.compile("^Not synced"))
    here.page.route(SAVE, lambda route: route.abort())
    here.page.context.set_offline(False)
    there = here.new_tab()
    expect(there.prompt).to_have_value("")
    expect(here.prompt).to_have_value("Mine, here.")
