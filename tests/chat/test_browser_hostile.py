"""What is hostile, in every place of a conversation: nothing runs, nothing is fetched, htmx asks for nothing."""

import pytest
from playwright.sync_api import expect

from chat.models import Conversation, Draft, Message
from settings_sync.models import Provider
from tests.chat.spy import MARKUP, TEXT, Spy
from tests.jobs.conftest import until

pytestmark = pytest.mark.once

LINKS = ("http:", "https:", "mailto:")


@pytest.fixture
def watched(open_tab):
    """`watched()`: Ada's tab, and who watches it."""

    def open_():
        tab = open_tab()
        return tab, Spy(tab.page)

    return open_


def test_nothing_of_a_message_runs_while_it_is_written_or_after_or_on_a_fresh_page(watched, provider):
    provider.chat.says = [TEXT[at : at + 23] for at in range(0, len(TEXT), 23)]
    provider.chat.thinks, provider.chat.pace = [TEXT], 0.005
    tab, spy = watched()
    tab.say(TEXT)
    expect(tab.replies.locator(".block").nth(5)).to_be_attached()
    assert spy.saw == []
    tab.expect_state("done")
    tab.replies.get_by_text("Reasoning", exact=True).click()
    for link in tab.replies.locator("a").all():
        assert link.get_attribute("href").startswith(LINKS)
        assert "noopener" in link.get_attribute("rel")
        link.dispatch_event("mouseover")
    assert spy.saw == []
    tab.page.reload()
    expect(tab.replies.locator(".block").first).to_be_visible()
    tab.act("Edit", tab.said)
    expect(tab.page.get_by_role("textbox", name="Edit message")).to_have_value(TEXT)
    assert spy.saw == []


def test_what_a_provider_says_of_its_failure_is_text(watched, provider):
    provider.chat.trouble = "stumbles"
    tab, spy = watched()
    for number, words in enumerate(MARKUP):
        provider.chat.words = f"Overloaded {number}{' ' * 200}{words}"  # what begins with markup is not shown at all
        tab.press("Retry") if number else tab.say("Hello")
        expect(tab.replies.locator(".message-problem p")).to_contain_text(f"Overloaded {number} {words}"[:30])
    assert spy.saw == []
    tab.page.reload()
    expect(tab.replies.locator(".message-problem p")).to_contain_text(f"{len(MARKUP) - 1} {words}"[:30])
    assert spy.saw == []


def test_names_are_text_wherever_they_stand(watched, provider, conversation, ada):
    """Of people, providers, models and conversations: in the list, its menu, its search, toasts and while they are changed."""
    ada.display_name = MARKUP[1][:60]
    ada.save()
    Provider.objects.update(name=MARKUP[5][:60], offered=["m", *MARKUP])
    for text in MARKUP:
        row = Conversation.objects.create(owner=ada, title=text, is_empty=False, model=f"local:{text}")
        Message.objects.create(conversation=row, role="assistant", text=f"needle {TEXT}", position=0, model=f"local:{text}")
    Draft.keep(conversation, TEXT)
    tab, spy = watched()
    page = tab.page
    expect(tab.box).to_have_value(TEXT)
    tab.box.fill("")
    rows = page.get_by_role("list", name="Conversations", exact=True).get_by_role("listitem")
    expect(rows).to_have_count(len(MARKUP))
    page.get_by_role("searchbox").fill("needle")
    expect(page.get_by_role("list", name="Found").locator("mark")).to_have_count(len(MARKUP))
    page.get_by_role("searchbox").fill("")
    rows.first.hover()
    rows.first.get_by_role("button", name="Conversation menu").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("textbox", name="Name").fill(f"{MARKUP[1]} again")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text(" again")
    rows.first.hover()
    rows.first.get_by_role("button", name="Conversation menu").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator("#toasts")).to_contain_text("<img src=/leak-image")
    assert spy.saw == []
    for text in MARKUP[:3]:
        page.goto(Conversation.objects.visible_to(ada).filter(title__startswith=text[:20]).first().get_absolute_url())
        expect(tab.replies).to_contain_text("needle")
        expect(tab.replies).to_contain_text(text)
    assert spy.saw == []


UNSAFE = [
    ("<img src=x onerror=alert(1)>", "refused inline"),
    ("<p hx-get='/chat/recent/' hx-trigger='load'>x</p>", "htmx"),
    ("<img src=/chat/leak>", "asked for"),
    ("<p style='color: red'>x</p>", "refused inline"),
]


@pytest.mark.parametrize(("html", "seen"), UNSAFE)
def test_who_watches_sees_what_is_shown_unsafely(watched, provider, conversation, console, html, seen):
    console.allow("404|Content Security Policy|violates")
    Message.objects.create(conversation=conversation, role="assistant", position=0, text="x")
    Message.objects.update(html=html)
    Conversation.objects.update(is_empty=False)
    tab, spy = watched()
    expect(tab.replies.locator(".message-text > *")).to_be_attached()
    until(lambda: tab.page.evaluate("true") and any(seen in each for each in spy.saw))
