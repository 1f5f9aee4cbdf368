"""The list of conversations in two real tabs of one person."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chat.models import Conversation, Draft
from tests.jobs.conftest import until

CHANGE = """async ([url, json]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token }
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify(json) })).status
}"""


SPOIL = """() => {
  for (const name of document.querySelectorAll("h1[data-name], #conversations [data-name]")) name.textContent = "Wrong"
  document.querySelector("[name=max_tokens]").value = "1"
  document.querySelector("[name=model]").add(new Option("wrong", "wrong", true, true))
}"""
HOLD_LONG_TIMERS = """
  const set = setTimeout
  globalThis.late = []
  globalThis.setTimeout = (then, ms, ...rest) => (ms > 40_000 ? late.push(then) && 0 : set(then, ms, ...rest))
"""
PUT = "([key, value]) => sessionStorage.setItem(key, JSON.stringify(value))"


@pytest.fixture
def tea(ada, transactional_db):
    return Conversation.objects.create(owner=ada, title="Tea", is_empty=False, model="lockstep-guide")


@pytest.fixture
def rain(ada, transactional_db):
    at = timezone.now() - timedelta(seconds=30)
    return Conversation.objects.create(owner=ada, title="Rain", is_empty=False, model="lockstep-guide", active_at=at)


class Aside:
    """A tab, as somebody sees its list."""

    def __init__(self, page):
        self.page = page
        self.list = page.get_by_role("list", name="Conversations", exact=True)
        self.rows = self.list.get_by_role("listitem")
        self.names = self.list.locator("[data-name]")
        self.box = page.get_by_role("textbox", name="Message", exact=True)

    def row(self, name):
        return self.rows.filter(has_text=name)

    def menu(self, name, item):
        row = self.row(name)
        row.hover()
        row.get_by_role("button", name="Conversation menu").click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def expect_names(self, *names):
        expect(self.names).to_have_text(list(names))


@pytest.fixture
def open_tab(page_as, wait_live, ada):
    """`open_tab(tea)`: a tab with this open; `beside=` another tab of the same browser."""

    def open_(conversation, beside=None, **options):
        page = beside.page.context.new_page() if beside else page_as(ada, **options)
        page.goto(conversation.get_absolute_url())
        wait_live(page)
        return Aside(page)

    return open_


def test_every_tab_sees_what_is_done_with_a_conversation(open_tab, tea, rain):
    one, other = open_tab(tea), open_tab(tea)
    for tab in (one, other):
        tab.expect_names("Tea", "Rain")
        expect(tab.row("Tea").get_by_role("link")).to_have_attribute("aria-current", "page")
    one.menu("Tea", "Rename")
    one.page.get_by_role("textbox", name="Name").fill("Green tea")
    one.page.keyboard.press("Enter")
    for tab in (one, other):
        tab.expect_names("Green tea", "Rain")
        expect(tab.page.get_by_role("heading", level=1)).to_have_text("Green tea")
        expect(tab.row("Green tea").get_by_role("link")).to_have_attribute("aria-current", "page")
    other.menu("Rain", "Pin")
    for tab in (one, other):
        tab.expect_names("Rain", "Green tea")
    one.menu("Rain", "Unpin")
    one.menu("Rain", "Archive")
    for tab in (one, other):
        tab.expect_names("Green tea")
    one.page.get_by_role("button", name="Undo").click()
    other.expect_names("Green tea", "Rain")


def test_escape_leaves_the_name_as_it_was(open_tab, tea):
    tab = open_tab(tea)
    tab.menu("Tea", "Rename")
    field = tab.page.get_by_role("textbox", name="Name")
    expect(field).to_be_focused()
    field.fill("Coffee")
    field.press("Escape")
    expect(field).to_have_count(0)
    tab.expect_names("Tea")
    expect(tab.row("Tea").get_by_role("link")).to_be_focused()


def test_a_name_that_is_being_typed_outlives_what_others_do(open_tab, tea, rain):
    one, other = open_tab(tea), open_tab(rain)
    other.page.get_by_role("switch", name="Follow across tabs").uncheck()
    one.menu("Tea", "Rename")
    one.page.get_by_role("textbox", name="Name").fill("Half a na")
    other.menu("Tea", "Pin")
    other.menu("Rain", "Pin")
    expect(one.page.locator(".conversation[data-pinned]")).to_have_count(2)
    expect(one.page.get_by_role("textbox", name="Name")).to_have_value("Half a na")
    expect(one.page.get_by_role("textbox", name="Name")).to_be_focused()


def test_a_deleted_conversation_closes_in_words_and_comes_back(open_tab, tea, rain, console):
    console.allow(r"404 .*/draft/")  # it may be gone before its draft is sent
    one, other = open_tab(tea), open_tab(tea)
    other.box.fill("Half a thought")
    one.menu("Tea", "Delete")
    for tab in (one, other):
        tab.expect_names("Rain")
        expect(tab.page.get_by_role("heading", name="This conversation was deleted")).to_be_visible()
        expect(tab.box).to_be_hidden()
    other.page.get_by_role("main").get_by_role("button", name="Undo").click()
    for tab in (one, other):
        tab.expect_names("Tea", "Rain")
        expect(tab.box).to_be_visible()
    expect(other.box).to_have_value("Half a thought")
    assert Conversation.objects.count() == 2


def test_all_are_cleared_and_come_back(open_tab, tea, rain):
    one, other = open_tab(tea), open_tab(tea)
    one.page.get_by_role("button", name="More", exact=True).click()
    one.page.get_by_role("menuitem", name="Clear all").click()
    one.page.get_by_role("dialog").get_by_role("button", name="Clear all").click()
    for tab in (one, other):
        tab.expect_names()
        expect(tab.page.get_by_role("heading", name="This conversation was deleted")).to_be_visible()
    one.page.get_by_role("status", name="Notifications").get_by_role("button", name="Undo").click()
    for tab in (one, other):
        tab.expect_names("Tea", "Rain")
        expect(tab.box).to_be_visible()


def test_the_archived_ones_have_a_list_of_their_own(open_tab, tea, rain):
    tab = open_tab(tea)
    tab.menu("Rain", "Archive")
    tab.page.get_by_role("button", name="More", exact=True).click()
    tab.page.get_by_role("menuitem", name="Archived").click()
    archived = tab.page.get_by_role("list", name="Archived conversations")
    expect(archived.get_by_role("listitem")).to_have_count(1)
    row = archived.get_by_role("listitem")
    row.hover()
    row.get_by_role("button", name="Conversation menu").click()
    tab.page.get_by_role("menuitem", name="Unarchive").click()
    expect(archived.get_by_role("listitem")).to_have_count(0)
    tab.page.get_by_role("button", name="Archived", exact=True).click()
    tab.expect_names("Tea", "Rain")


def test_a_search_finds_names_and_words_as_one_types(open_tab, tea, rain):
    rain.messages.create(role="user", text="When does the drizzle end?", position=0)
    tab = open_tab(tea)
    search = tab.page.get_by_role("searchbox", name="Search conversations")
    found = tab.page.get_by_role("list", name="Found")
    search.press_sequentially("drizz")
    expect(found.get_by_role("listitem")).to_have_count(1)
    expect(found.locator("mark")).to_have_text("drizz")
    expect(tab.list).to_be_hidden()
    search.fill("nothing like it")
    expect(tab.page.get_by_text("Nothing found.")).to_be_visible()
    search.fill("rai")
    expect(found.locator("mark")).to_have_text("Rai")
    search.press("ArrowDown")
    expect(found.get_by_role("link")).to_be_focused()
    tab.page.keyboard.press("ArrowUp")
    expect(search).to_be_focused()
    search.press("Escape")
    tab.expect_names("Tea", "Rain")
    search.fill("rain")
    expect(found.get_by_role("listitem")).to_have_count(1)
    search.press("Enter")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Rain")


def test_more_of_the_list_comes_on_scrolling_and_stays(open_tab, ada, tea):
    at = timezone.now() - timedelta(days=1)
    Conversation.objects.bulk_create(
        Conversation(owner=ada, title=f"Old {n}", is_empty=False, model="m", active_at=at - n * timedelta(hours=9))
        for n in range(130)
    )
    tab = open_tab(tea)
    expect(tab.rows).to_have_count(50)
    for count in (100, 131):
        tab.list.evaluate("list => list.closest('[data-list-scroll]').scrollTo(0, 1e6)")
        expect(tab.rows).to_have_count(count)
    tab.menu("Old 99", "Delete")
    expect(tab.rows).to_have_count(130)
    tab.page.get_by_role("button", name="More", exact=True).click()
    tab.page.get_by_role("menuitem", name="Refresh").click()
    expect(tab.page.get_by_text("Up to date.")).to_be_visible()
    expect(tab.rows).to_have_count(130)


def test_what_happens_beyond_the_loaded_part_of_the_list_leaves_no_hole(open_tab, ada, tea):
    at = timezone.now() - timedelta(days=1)
    rows = [
        Conversation(owner=ada, title=f"Old {n}", is_empty=False, model="m", active_at=at - n * timedelta(hours=9))
        for n in range(130)
    ]
    Conversation.objects.bulk_create(rows)
    tab = open_tab(tea)
    expect(tab.rows).to_have_count(50)
    for row, name in [(rows[120], "Far away"), (tea, "Green tea")]:
        tab.page.evaluate(CHANGE, [f"{row.get_absolute_url()}change/", {"name": name}])
    expect(tab.names.first).to_have_text("Green tea")  # what came before it has arrived
    expect(tab.row("Far away")).to_have_count(0)
    for count in (100, 131):
        tab.list.evaluate("list => list.closest('[data-list-scroll]').scrollTo(0, 1e6)")
        expect(tab.rows).to_have_count(count)
    expect(tab.names.nth(121)).to_have_text("Far away")


def test_what_a_search_found_has_the_same_menu(open_tab, tea, rain):
    tab = open_tab(tea)
    tab.page.get_by_role("searchbox", name="Search conversations").fill("rain")
    found = tab.page.get_by_role("list", name="Found").get_by_role("listitem")
    expect(found).to_have_count(1)
    for item, done in [("Pin", lambda row: row.pinned), ("Unpin", lambda row: not row.pinned)]:
        found.hover()
        found.get_by_role("button", name="Conversation menu").click()
        tab.page.get_by_role("menuitem", name=item, exact=True).click()
        until(lambda done=done: done(Conversation.objects.get(pk=rain.pk)))
        expect(found.locator("..").locator("[data-pinned]")).to_have_count(1 if item == "Pin" else 0)
    found.hover()
    found.get_by_role("button", name="Conversation menu").click()
    tab.page.get_by_role("menuitem", name="Rename").click()
    tab.page.get_by_role("textbox", name="Name").fill("Rainy day")
    tab.page.keyboard.press("Enter")
    expect(found).to_contain_text("Rainy day")


def test_refreshing_by_hand_mends_everything_that_the_page_shows(open_tab, tea):
    tab = open_tab(tea)
    Draft.keep(tea, "A draft")
    expect(tab.box).to_have_value("A draft")
    tab.page.evaluate(SPOIL)
    tab.expect_names("Wrong")
    tab.page.get_by_role("button", name="More", exact=True).click()
    tab.page.get_by_role("menuitem", name="Refresh").click()
    tab.expect_names("Tea")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Tea")
    expect(tab.page.locator("[name=max_tokens]")).to_have_value("4096")
    expect(tab.page.locator("[name=model]")).to_have_value("lockstep-guide")


def test_a_field_that_was_only_looked_at_catches_up_when_it_is_left(open_tab, tea):
    tab = open_tab(tea)
    tab.page.get_by_role("button", name="Parameters").click()
    field = tab.page.get_by_role("spinbutton", name="Max tokens")
    field.focus()
    tab.page.evaluate(CHANGE, [f"{tea.get_absolute_url()}change/", {"max_tokens": 77, "name": "Green tea"}])
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Green tea")
    expect(field).to_have_value("4096")
    field.blur()
    expect(field).to_have_value("77")


def test_at_midnight_the_list_turns_even_if_the_first_try_fails(page_as, wait_live, ada, tea, console):
    console.allow("ERR_FAILED")
    page = page_as(ada)
    page.add_init_script(HOLD_LONG_TIMERS)
    page.goto(tea.get_absolute_url())
    wait_live(page)
    page.route("**/chat/list/**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.evaluate("late.splice(0).forEach((then) => then())")
    page.wait_for_function("() => late.length > 0")
    page.unroute("**/chat/list/**")
    with page.expect_request_finished(lambda request: "/chat/list/" in request.url):
        page.evaluate("late.splice(0).forEach((then) => then())")


# Where one is


def test_a_tab_goes_where_the_person_went_in_another_one(open_tab, tea, rain):
    one, other = open_tab(tea), open_tab(tea)
    one.row("Rain").get_by_role("link").click()
    expect(other.page).to_have_url(re.compile(str(rain.pk)))
    expect(other.page.get_by_role("heading", level=1)).to_have_text("Rain")
    expect(one.page).to_have_url(re.compile(str(rain.pk)))


def test_a_tab_in_which_something_is_written_stays(open_tab, tea, rain):
    one, other = open_tab(tea), open_tab(tea)
    other.box.fill("Half a thought")
    other.page.evaluate("globalThis.stayed = true")
    expect(one.box).to_have_value("Half a thought")
    one.row("Rain").get_by_role("link").click()
    third = open_tab(tea)  # which is the place again, after Rain was
    expect(one.page).to_have_url(re.compile(str(tea.pk)))
    expect(other.box).to_have_value("Half a thought")
    expect(third.box).to_have_value("Half a thought")
    assert other.page.evaluate("globalThis.stayed")


def test_a_tab_that_does_not_follow_stays(open_tab, tea, rain, ada):
    one, other = open_tab(tea), open_tab(tea)
    switch = other.page.get_by_role("switch", name="Follow across tabs")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(one.page.get_by_role("switch", name="Follow across tabs")).not_to_be_checked()
    one.row("Rain").get_by_role("link").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Rain")
    one.menu("Tea", "Pin")
    other.expect_names("Tea", "Rain")  # what came after it has arrived
    expect(other.page).to_have_url(re.compile(str(tea.pk)))


def test_a_draft_outlives_a_reload_and_goes_to_other_devices(open_tab, tea, ada):
    one, elsewhere = open_tab(tea), open_tab(tea)
    one.box.fill("Half a thought")
    expect(elsewhere.box).to_have_value("Half a thought")
    one.box.fill("Half a thought, and more")
    expect(elsewhere.box).to_have_value("Half a thought, and more")
    one.page.reload()
    expect(one.box).to_have_value("Half a thought, and more")
    one.box.fill("")
    expect(elsewhere.box).to_have_value("")
    assert Draft.objects.get().text == ""


def test_a_draft_of_another_device_takes_nothing_away(open_tab, tea, console):
    one, elsewhere = open_tab(tea), open_tab(tea)
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


@pytest.mark.parametrize(("choice", "chosen"), [("Keep mine", "Mine"), ("Use theirs", "Another's")])
def test_of_two_drafts_one_is_chosen(open_tab, tea, console, choice, chosen):
    console.allow("409")
    Draft.keep(tea, "Another's")
    tab = open_tab(tea)
    tab.page.evaluate(PUT, [f"chat.draft.{tea.owner_id}.{tea.pk}", {"text": "Mine", "base": 0}])
    tab.page.reload()
    expect(tab.box).to_have_value("Mine")
    tab.page.get_by_role("button", name=choice).click()
    expect(tab.box).to_have_value(chosen)
    expect(tab.page.get_by_role("group", name="Conflict")).to_be_hidden()
    until(lambda: Draft.objects.get().text == chosen)


def test_when_one_of_two_drafts_is_sent_the_other_remains(open_tab, tea, console):
    console.allow("409")
    tab = open_tab(tea)
    Draft.keep(tea, "Another's")
    tab.box.fill("Mine")
    expect(tab.page.get_by_role("group", name="Conflict")).to_be_visible()
    tab.box.press("Enter")
    expect(tab.box).to_have_value("Another's")
    expect(tab.page.get_by_role("group", name="Conflict")).to_be_hidden()
    expect(tab.page.locator(".message-user")).to_contain_text("Mine")


# By key


def test_the_keyboard_goes_everywhere(open_tab, wait_live, tea, rain):
    tab = open_tab(tea)
    keyboard = tab.page.keyboard
    keyboard.press("Alt+KeyK")
    expect(tab.page.get_by_role("searchbox")).to_be_focused()
    keyboard.press("Alt+KeyM")
    expect(tab.box).to_be_focused()
    keyboard.press("?")
    expect(tab.box).to_have_value("?")
    tab.box.fill("")
    keyboard.press("Alt+ArrowDown")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Rain")
    wait_live(tab.page)
    keyboard.press("Alt+KeyN")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("New conversation")
    wait_live(tab.page)
    tab.box.blur()
    keyboard.press("?")
    expect(tab.page.get_by_role("dialog", name="Shortcuts")).to_be_visible()


def test_on_a_phone_the_list_is_a_drawer(open_tab, tea, rain):
    tab = open_tab(tea, viewport={"width": 390, "height": 800})
    expect(tab.list).to_be_hidden()
    button = tab.page.get_by_role("button", name="Show conversations")
    button.click()
    expect(tab.list).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.list).to_be_hidden()
    expect(button).to_be_focused()
