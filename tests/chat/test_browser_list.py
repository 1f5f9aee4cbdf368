"""The list of conversations in two real tabs of one person."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from chat.models import Conversation, Draft, Message
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


def test_every_tab_sees_what_is_done_with_a_conversation(open_list, tea, rain):
    one, other = open_list(tea), open_list(tea)
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


def test_escape_leaves_the_name_as_it_was(open_list, tea):
    tab = open_list(tea)
    tab.menu("Tea", "Rename")
    field = tab.page.get_by_role("textbox", name="Name")
    expect(field).to_be_focused()
    field.fill("Coffee")
    field.press("Escape")
    expect(field).to_have_count(0)
    tab.expect_names("Tea")
    expect(tab.row("Tea").get_by_role("link")).to_be_focused()


def test_a_name_that_is_being_typed_outlives_what_others_do(open_list, tea, rain):
    one, other = open_list(tea), open_list(rain)
    other.page.get_by_role("switch", name="Follow across tabs").uncheck()
    one.menu("Tea", "Rename")
    one.page.get_by_role("textbox", name="Name").fill("Half a na")
    other.menu("Tea", "Pin")
    other.menu("Rain", "Pin")
    expect(one.page.locator(".conversation[data-pinned]")).to_have_count(2)
    expect(one.page.get_by_role("textbox", name="Name")).to_have_value("Half a na")
    expect(one.page.get_by_role("textbox", name="Name")).to_be_focused()


def test_a_deleted_conversation_closes_in_words_and_comes_back(open_list, tea, rain, console):
    console.allow(r"404 .*/draft/")  # it may be gone before its draft is sent
    one, other = open_list(tea), open_list(tea)
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


def test_all_are_cleared_and_come_back(open_list, tea, rain):
    one, other = open_list(tea), open_list(tea)
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


def test_the_archived_ones_have_a_list_of_their_own(open_list, tea, rain):
    tab = open_list(tea)
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


def test_a_search_finds_names_and_words_as_one_types(open_list, tea, rain):
    rain.messages.create(role="user", text="When does the drizzle end?", position=0)
    tab = open_list(tea)
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


def test_a_hit_in_a_long_conversation_is_in_sight(open_list, tea):
    tea.messages.bulk_create(Message(conversation=tea, role="user", text=f"Said {n:03} times", position=n) for n in range(200))
    tab = open_list(tea)
    tab.page.get_by_role("searchbox", name="Search conversations").fill("said 031 times")
    tab.page.get_by_role("list", name="Found").get_by_role("link").click()
    expect(tab.page.get_by_text("Said 031 times", exact=True)).to_be_in_viewport()
    expect(tab.page.get_by_text("Said 199 times", exact=True)).to_be_attached()


def test_more_of_the_list_comes_on_scrolling_and_stays(open_list, ada, tea):
    at = timezone.now() - timedelta(days=1)
    Conversation.objects.bulk_create(
        Conversation(owner=ada, title=f"Old {n}", is_empty=False, model="m", active_at=at - n * timedelta(hours=9))
        for n in range(130)
    )
    tab = open_list(tea)
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


def test_what_happens_beyond_the_loaded_part_of_the_list_leaves_no_hole(open_list, ada, tea):
    at = timezone.now() - timedelta(days=1)
    rows = [
        Conversation(owner=ada, title=f"Old {n}", is_empty=False, model="m", active_at=at - n * timedelta(hours=9))
        for n in range(130)
    ]
    Conversation.objects.bulk_create(rows)
    tab = open_list(tea)
    expect(tab.rows).to_have_count(50)
    for row, name in [(rows[120], "Far away"), (tea, "Green tea")]:
        tab.page.evaluate(CHANGE, [f"{row.get_absolute_url()}change/", {"name": name}])
    expect(tab.names.first).to_have_text("Green tea")  # what came before it has arrived
    expect(tab.row("Far away")).to_have_count(0)
    for count in (100, 131):
        tab.list.evaluate("list => list.closest('[data-list-scroll]').scrollTo(0, 1e6)")
        expect(tab.rows).to_have_count(count)
    expect(tab.names.nth(121)).to_have_text("Far away")


def test_what_a_search_found_has_the_same_menu(open_list, tea, rain):
    tab = open_list(tea)
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


def test_refreshing_by_hand_mends_everything_that_the_page_shows(open_list, tea):
    tab = open_list(tea)
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


def test_a_field_that_was_only_looked_at_catches_up_when_it_is_left(open_list, tea):
    tab = open_list(tea)
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


# By key


def test_the_keyboard_goes_everywhere(open_list, wait_live, tea, rain):
    tab = open_list(tea)
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


def test_on_a_phone_the_list_is_a_drawer(open_list, tea, rain):
    tab = open_list(tea, viewport={"width": 390, "height": 800})
    expect(tab.list).to_be_hidden()
    button = tab.page.get_by_role("button", name="Show conversations")
    button.click()
    expect(tab.list).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.list).to_be_hidden()
    expect(button).to_be_focused()
