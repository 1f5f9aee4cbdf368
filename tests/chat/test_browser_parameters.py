"""The model and the parameters of a conversation: saved by themselves, and never shown as what they are not."""

import pytest
from playwright.sync_api import expect

from settings_sync.models import Provider
from tests.jobs.conftest import until

PROMPT = "You are a pirate"


@pytest.fixture
def tab(open_tab, provider):
    Provider.objects.filter(slug="local").update(offered=["m", "other"])
    tab = open_tab()
    tab.model = tab.page.get_by_role("combobox", name="Model")
    tab.prompt = tab.page.get_by_label("System prompt")
    tab.problem = tab.page.locator("#parameters [data-problem]")
    return tab


def back_online(tab):
    tab.page.context.set_offline(False)
    expect(tab.page.locator('body[data-live="live"]')).to_be_attached()


def go_offline(tab):
    tab.page.context.set_offline(True)
    expect(tab.page.locator('body[data-live="offline"]')).to_be_attached()


def type_prompt(tab):
    tab.press("Parameters")
    tab.prompt.press_sequentially(PROMPT)


def is_saved(conversation, **fields):
    until(lambda: type(conversation).objects.filter(pk=conversation.pk, **fields).exists())


def test_what_is_typed_is_saved_without_being_left(tab, conversation):
    type_prompt(tab)
    is_saved(conversation, system_prompt=PROMPT)
    expect(tab.prompt).to_be_focused()


def test_what_is_typed_is_saved_when_the_page_goes(tab, conversation):
    type_prompt(tab)
    tab.page.reload()
    is_saved(conversation, system_prompt=PROMPT)


def test_what_could_not_be_saved_is_saved_when_the_server_is_back_and_before_it_is_asked(tab, conversation, provider, console):
    console.allow("ERR_INTERNET_DISCONNECTED|WebSocket")
    go_offline(tab)
    type_prompt(tab)
    expect(tab.problem).to_contain_text("System prompt is not saved. Couldn't reach the server.")
    tab.page.keyboard.press("Escape")
    tab.say("Who are you?")
    back_online(tab)
    tab.expect_state("done")
    assert provider.chat.wanted["messages"][0] == {"role": "system", "content": PROMPT}
    expect(tab.problem).to_be_hidden()
    expect(tab.prompt).to_have_value(PROMPT)


def test_a_server_that_fails_is_asked_again(tab, conversation, console):
    console.allow("503")
    failing = [503, 503]

    def answer(route):
        return route.fulfill(status=failing.pop(), json={}) if failing else route.continue_()

    tab.page.route("**/change/", answer)
    tab.press("Parameters")
    tab.page.get_by_role("spinbutton", name="Max tokens").fill("77")
    expect(tab.problem).to_contain_text("Max tokens is not saved.")
    expect(tab.problem).to_be_hidden(timeout=20_000)
    is_saved(conversation, max_tokens=77)


def test_what_is_refused_stays_and_says_so(tab, conversation, console):
    console.allow("400")
    tab.press("Parameters")
    field = tab.page.get_by_role("spinbutton", name="Max tokens")
    field.fill("0")
    expect(tab.problem).to_contain_text("Max tokens is not saved.")
    field.press("Tab")
    expect(field).to_have_value("0")
    field.fill("12")
    is_saved(conversation, max_tokens=12)


def test_the_model_is_the_one_that_answers_next(tab, conversation, provider, console):
    console.allow("ERR_INTERNET_DISCONNECTED|WebSocket")
    go_offline(tab)
    tab.model.select_option("local:other")
    expect(tab.page.get_by_text("The model is not changed.")).to_be_visible()
    expect(tab.model).to_have_value("local:m")
    back_online(tab)
    tab.model.select_option("local:other")
    tab.say("Hello?")
    tab.expect_state("done")
    assert provider.chat.wanted["model"] == "other"


def test_a_question_waits_until_its_model_is_saved(tab, conversation, provider):
    held = []
    tab.page.route("**/change/", lambda route: held.append(route))
    tab.model.select_option("local:other")
    until(lambda: tab.page.evaluate("1") and held)
    tab.say("Hello?")
    expect(tab.waiting).to_have_count(1)
    held[0].continue_()
    tab.expect_state("done")
    assert provider.chat.wanted["model"] == "other"
