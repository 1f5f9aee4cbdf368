"""Where one is, and what one began to type, in real tabs of one person."""

import re

import pytest
from playwright.sync_api import expect

from chat.models import Draft
from tests.jobs.conftest import until

PUT = "([key, value]) => sessionStorage.setItem(key, JSON.stringify(value))"


# Where one is


def test_a_tab_goes_where_the_person_went_in_another_one(open_list, tea, rain):
    one, other = open_list(tea), open_list(tea)
    one.row("Rain").get_by_role("link").click()
    expect(other.page).to_have_url(re.compile(str(rain.pk)))
    expect(other.page.get_by_role("heading", level=1)).to_have_text("Rain")
    expect(one.page).to_have_url(re.compile(str(rain.pk)))


def test_a_tab_in_which_something_is_written_stays(open_list, tea, rain):
    one, other = open_list(tea), open_list(tea)
    other.box.fill("Half a thought")
    other.page.evaluate("globalThis.stayed = true")
    expect(one.box).to_have_value("Half a thought")
    one.row("Rain").get_by_role("link").click()
    third = open_list(tea)  # which is the place again, after Rain was
    expect(one.page).to_have_url(re.compile(str(tea.pk)))
    expect(other.box).to_have_value("Half a thought")
    expect(third.box).to_have_value("Half a thought")
    assert other.page.evaluate("globalThis.stayed")


def test_a_tab_that_does_not_follow_stays(open_list, tea, rain, ada):
    one, other = open_list(tea), open_list(tea)
    switch = other.page.get_by_role("switch", name="Follow across tabs")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(one.page.get_by_role("switch", name="Follow across tabs")).not_to_be_checked()
    one.row("Rain").get_by_role("link").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Rain")
    one.menu("Tea", "Pin")
    other.expect_names("Tea", "Rain")  # what came after it has arrived
    expect(other.page).to_have_url(re.compile(str(tea.pk)))


def test_a_draft_outlives_a_reload_and_goes_to_other_devices(open_list, tea, ada):
    one, elsewhere = open_list(tea), open_list(tea)
    one.box.fill("Half a thought")
    expect(elsewhere.box).to_have_value("Half a thought")
    one.box.fill("Half a thought, and more")
    expect(elsewhere.box).to_have_value("Half a thought, and more")
    one.page.reload()
    expect(one.box).to_have_value("Half a thought, and more")
    one.box.fill("")
    expect(elsewhere.box).to_have_value("")
    assert Draft.objects.get().text == ""


def test_a_draft_of_another_device_takes_nothing_away(open_list, tea, console):
    one, elsewhere = open_list(tea), open_list(tea)
    console.allow("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load")
    elsewhere.page.context.set_offline(True)
    elsewhere.box.fill("Mine")
    one.box.fill("Another's")
    expect(one.box).to_have_value("Another's")
    expect(one.page.locator("[data-conflict]")).to_be_hidden()
    until(lambda: Draft.objects.filter(text="Another's").exists())
    elsewhere.page.context.set_offline(False)
    expect(elsewhere.page.locator('body[data-live="live"]')).to_be_attached()
    offer = elsewhere.page.get_by_role("group", name="Conflict")
    expect(offer).to_contain_text("Another's")
    expect(elsewhere.box).to_have_value("Mine")
    expect(one.box).to_have_value("Another's")
    elsewhere.page.reload()
    expect(offer).to_contain_text("Another's")
    expect(elsewhere.box).to_have_value("Mine")
    assert Draft.objects.get().text == "Another's"


@pytest.fixture
def torn(open_list, tea, console):
    """A tab with a text that was begun before another device's came, and both are there."""
    console.allow("409")
    Draft.keep(tea, "Another's")
    tab = open_list(tea)
    tab.page.evaluate(PUT, [f"chat.draft.{tea.owner_id}.{tea.pk}", {"text": "Mine", "base": 0}])
    tab.page.reload()
    expect(tab.box).to_have_value("Mine")
    expect(tab.page.get_by_role("group", name="Conflict")).to_be_visible()
    return tab


@pytest.mark.parametrize(("choice", "chosen"), [("Keep mine", "Mine"), ("Use theirs", "Another's")])
def test_of_two_drafts_one_is_chosen(torn, choice, chosen):
    torn.page.get_by_role("button", name=choice).click()
    expect(torn.box).to_have_value(chosen)
    expect(torn.page.get_by_role("group", name="Conflict")).to_be_hidden()
    until(lambda: Draft.objects.get().text == chosen)


def test_when_one_of_two_drafts_is_sent_the_other_remains(torn):
    torn.box.press("Enter")
    expect(torn.box).to_have_value("Another's")
    expect(torn.page.get_by_role("group", name="Conflict")).to_be_hidden()
    expect(torn.page.locator(".message-user")).to_contain_text("Mine")
