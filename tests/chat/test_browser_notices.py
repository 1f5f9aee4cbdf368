"""Who hears that an answer is complete; and the list for those who do not see it."""

import pytest
from playwright.sync_api import expect

from chat.models import Conversation
from settings_sync.models import Preference
from tests.look.test_axe import findings

AWAY = """
Object.defineProperty(document, "visibilityState", { get: () => "hidden" })
const count = (what) => localStorage.setItem(what, Number(localStorage.getItem(what) ?? 0) + 1)
window.Notification = class { static permission = "granted"; constructor() { count("desktop") } }
window.AudioContext = class { constructor() { count("sound"); throw new Error("no loudspeaker here") } }
"""
ASKED = """
window.Notification = class {
  static permission = "default"
  static async requestPermission() { this.asked = true; return (this.permission = "%s") }
}
"""


@pytest.fixture
def tea(ada, transactional_db):
    return Conversation.objects.create(owner=ada, title="Tea", is_empty=False, model="lockstep-guide")


@pytest.fixture
def rain(ada, transactional_db):
    return Conversation.objects.create(owner=ada, title="Rain", is_empty=False, model="lockstep-guide")


@pytest.fixture
def site(chat_site):
    return chat_site()


def ask(page, text="Hello?"):
    box = page.get_by_role("textbox", name="Message", exact=True)
    box.fill(text)
    box.press("Enter")
    expect(page.locator(".message-assistant").last).to_have_attribute("data-state", "done")


@pytest.fixture
def set_preferences(ada):
    def put(**values):
        for key, value in values.items():
            Preference.objects.create(user=ada, key=key, value=value)

    return put


def test_an_answer_elsewhere_is_said_and_leads_there(site, page_as, wait_live, ada, tea, rain, set_preferences):
    set_preferences(follow_tabs=False)
    here, there = (page_as(ada, site, path=row.get_absolute_url()) for row in (tea, rain))
    for page in (here, there):
        wait_live(page)
    ask(there)
    row = here.get_by_role("listitem").filter(has_text="Rain")
    expect(here.get_by_text("“Rain” has an answer.")).to_be_visible()
    expect(there.get_by_text("has an answer.")).to_have_count(0)
    expect(row.locator(".conversation-dot")).to_have_count(0)  # the other tab has read it
    here.get_by_role("button", name="Open", exact=True).click()
    expect(here.get_by_role("heading", level=1)).to_have_text("Rain")


def test_hidden_tabs_of_one_browser_tell_once(site, page_as, wait_live, ada, tea, rain, set_preferences):
    set_preferences(follow_tabs=False, notify_desktop=True, notify_sound=True)
    away = page_as(ada, site)
    away.context.add_init_script(AWAY)
    tabs = [away, away.context.new_page()]
    for page in tabs:
        page.goto(tea.get_absolute_url())
        wait_live(page)
    there = page_as(ada, site, path=rain.get_absolute_url())
    wait_live(there)
    ask(there)
    away.wait_for_function("() => localStorage.getItem('sound')")
    for page in tabs:
        expect(page.get_by_role("listitem").filter(has_text="Rain").locator(".conversation-busy")).to_have_count(0)
    assert away.evaluate("localStorage.getItem('sound')") == "1"


def test_desktop_notifications_say_which(site, page_as, wait_live, ada, tea, rain, set_preferences):
    set_preferences(follow_tabs=False, notify_desktop=True, notify_sound=False)
    away = page_as(ada, site)
    away.context.add_init_script(AWAY)
    away.goto(tea.get_absolute_url())
    wait_live(away)
    there = page_as(ada, site, path=rain.get_absolute_url())
    wait_live(there)
    ask(there)
    away.wait_for_function("() => localStorage.getItem('desktop') === '1'")
    assert away.evaluate("localStorage.getItem('sound')") is None


@pytest.mark.parametrize("path", ["/settings/", "archived"])
def test_a_hidden_page_without_its_row_tells_too(site, page_as, wait_live, ada, tea, rain, set_preferences, path):
    set_preferences(follow_tabs=False, notify_desktop=True, notify_sound=False)
    tea.change(archived=True)
    away = page_as(ada, site)
    away.context.add_init_script(AWAY)
    away.goto(tea.get_absolute_url() if path == "archived" else path)
    wait_live(away)
    there = page_as(ada, site, path=rain.get_absolute_url())
    wait_live(there)
    ask(there)
    away.wait_for_function("() => localStorage.getItem('desktop') === '1'")
    expect(away.get_by_text("“Rain” has an answer.")).to_be_visible()


def test_what_failed_is_not_called_an_answer_and_what_was_stopped_is_not_told(
    site, page_as, wait_live, ada, tea, rain, provider, asked_of, set_preferences
):
    set_preferences(follow_tabs=False)
    asked_of(rain)
    here, there = (page_as(ada, site, path=path) for path in ("/settings/", rain.get_absolute_url()))
    for page in (here, there):
        wait_live(page)
    provider.chat.says, provider.chat.pace = ["word "] * 400, 0.02
    box = there.get_by_role("textbox", name="Message", exact=True)
    box.fill("Stopped")
    box.press("Enter")
    expect(there.locator(".message-assistant .block")).to_be_visible()
    there.get_by_role("button", name="Stop").click()
    expect(there.locator(".message-assistant").last).to_have_attribute("data-state", "cancelled")
    provider.chat.trouble, provider.chat.after = "breaks", 0
    box.fill("Fails")
    box.press("Enter")
    expect(here.get_by_text("“Rain” could not be answered.")).to_be_visible()
    expect(here.locator("#toasts [data-toast]")).to_have_count(1)
    assert "has an answer" not in here.locator("#toasts").inner_text()


@pytest.mark.once
@pytest.mark.parametrize(("answer", "words"), [("granted", ""), ("denied", "This browser refuses notifications of this site.")])
def test_the_switch_asks_the_browser_and_says_what_it_refuses(page_as, wait_live, ada, answer, words):
    page = page_as(ada)
    page.context.add_init_script(ASKED % answer)
    page.goto("/settings/")
    wait_live(page)
    field = page.locator('[data-field="notify_desktop"]')
    page.get_by_role("switch", name="Desktop notifications").check()
    page.wait_for_function("() => Notification.asked")
    expect(field.get_by_role("status")).to_contain_text(words)
    if not words:
        expect(field.get_by_role("status")).to_be_empty()


@pytest.mark.once
def test_where_the_switch_is_on_and_the_browser_was_never_asked_there_is_a_button(page_as, ada, set_preferences):
    set_preferences(notify_desktop=True)
    page = page_as(ada)
    page.context.add_init_script(ASKED % "granted")
    page.goto("/settings/")
    page.get_by_role("button", name="Allow notifications").click()
    expect(page.get_by_role("button", name="Allow notifications")).to_have_count(0)


@pytest.mark.once
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(page_as, wait_live, ada, tea, rain, theme, width):
    rain.change(pinned=True, unread=True)
    tea.messages.create(role="user", text="Which engine?", position=0)
    page = page_as(ada, path=tea.get_absolute_url(), color_scheme=theme, viewport={"width": width, "height": 800})
    wait_live(page)
    assert not findings(page)
    if width == 390:
        page.get_by_role("button", name="Show conversations").click()
    page.get_by_role("searchbox").fill("engine")
    expect(page.get_by_role("list", name="Found").locator("mark")).to_have_text("engine")
    assert not findings(page)
    page.get_by_role("searchbox").fill("")
    row = page.get_by_role("list", name="Conversations", exact=True).get_by_role("listitem").filter(has_text="Rain")
    row.hover()
    row.get_by_role("button", name="Conversation menu").click()
    expect(page.get_by_role("menuitem", name="Rename")).to_be_focused()
    assert not findings(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
