"""A conversation in two real tabs: in step with each other, with the server, and with a fresh page."""

from playwright.sync_api import expect

from chat.models import Conversation, Message
from tests.jobs.conftest import until

WORDS = [f"word{number} " for number in range(150)]
ARRIVALS = """
() => {
  globalThis.arrivals = []
  const look = () => {
    const words = document.querySelector(".message-assistant .message-text")?.textContent.trim().split(/\\s+/).length ?? 0
    while (arrivals.length < words) arrivals.push(performance.timeOrigin + performance.now())
  }
  new MutationObserver(look).observe(document.querySelector("#thread"), { childList: true, subtree: true, characterData: true })
}
"""


def test_question_and_answer_are_in_both_tabs_and_the_tokens_as_early(open_tab, slow):
    first, second = open_tab(), open_tab()
    for tab in (first, second):
        tab.page.evaluate(ARRIVALS)
    first.say("What is new?")
    for tab in (first, second):
        tab.expect_said("What is new?")
        tab.expect_state("done")
        expect(tab.replies.locator(".message-text")).to_have_text("".join(WORDS).strip())
        tab.expect_as_fresh()
    mine, theirs = (tab.page.evaluate("arrivals") for tab in (first, second))
    late = sorted(there - here for here, there in zip(mine, theirs, strict=True))
    assert len(late) == len(WORDS)
    assert len(set(mine)) > 30, "in pieces, not at once"
    assert late[len(late) // 2] < 40  # ms


def test_the_answer_completes_when_the_tab_that_asked_is_closed(open_tab, slow):
    asking, other = open_tab(), open_tab()
    asking.say("Go on without me")
    expect(other.replies.locator(".block")).to_be_visible()
    asking.page.close()
    other.expect_state("done")
    assert Message.objects.get(role="assistant").text == "".join(WORDS)


def test_a_page_that_is_loaded_in_the_middle_goes_on(open_tab, slow):
    tab = open_tab()
    tab.say("Hello")
    expect(tab.replies).to_contain_text("word20")
    tab.page.reload()
    expect(tab.replies).to_contain_text("word20")
    tab.expect_being_written()
    expect(tab.replies).to_contain_text("word60")
    tab.expect_state("done")
    tab.expect_as_fresh()


def test_one_is_shown_at_once_and_sent_once(open_tab, provider):
    tab = open_tab()
    at_once = """() => {
      const form = document.querySelector("[data-composer]")
      form.elements.text.value = "Once"
      form.requestSubmit()
      form.requestSubmit()
      return document.querySelectorAll("[data-pending] .message").length
    }"""
    assert tab.page.evaluate(at_once) == 1
    tab.expect_said("Once")
    expect(tab.waiting).to_have_count(0)
    tab.expect_state("done")
    assert Message.objects.filter(role="user").count() == 1
    assert len(provider.requests) == 1


def test_the_same_words_from_two_tabs_are_one_message(open_tab, provider):
    tabs = open_tab(), open_tab()
    for tab in tabs:
        tab.box.fill("The draft that both have")
    for tab in tabs:
        tab.page.evaluate("document.querySelector('[data-composer]').requestSubmit()")
    for tab in tabs:
        tab.expect_said("The draft that both have")
        tab.expect_state("done")
        expect(tab.waiting).to_have_count(0)
    assert len(provider.requests) == 1


def test_an_answer_that_is_lost_on_its_way_makes_no_second_message(open_tab, provider, console):
    """The request arrives, its answer does not: the page sends the same again."""
    console.allow("ERR_FAILED")
    tab, lost = open_tab(), []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    tab.page.context.route("**/messages/new/", lose)
    with tab.page.expect_response("**/messages/new/"):  # that to the second try
        tab.say("Once")
    expect(tab.waiting).to_have_count(0)
    tab.expect_said("Once")
    tab.expect_state("done")
    tab.expect_as_fresh()
    assert lost == [201]
    assert Message.objects.filter(role="user").count() == 1
    assert len(provider.requests) == 1


def test_what_is_written_offline_waits_outlives_a_reload_and_goes_out_in_order(open_tab, provider, console):
    console.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    tab = open_tab()
    other = open_tab(beside=tab)
    tab.page.context.set_offline(True)
    for text in ("First", "Second", "Third"):
        tab.say(text)
    expect(tab.waiting.locator(".message-text")).to_have_text(["First", "Second", "Third"])
    expect(tab.waiting.first).to_contain_text("Waiting for the connection")
    other.page.close()
    tab.page.context.route("**/messages/new/", lambda route: route.abort())
    tab.page.context.set_offline(False)
    tab.page.reload()
    expect(tab.waiting.locator(".message-text")).to_have_text(["First", "Second", "Third"])
    tab.page.context.unroute("**/messages/new/")
    tab.expect_said("First", "Second", "Third")
    expect(tab.waiting).to_have_count(0)
    tab.expect_state("done")


def test_what_is_written_during_a_reply_goes_out_after_it(open_tab, slow):
    tab = open_tab()
    tab.say("One")
    expect(tab.replies.locator(".block")).to_be_visible()
    tab.say("Two")
    expect(tab.waiting).to_contain_text("Goes out when this reply is done")
    tab.press("Stop")
    tab.expect_said("One", "Two")
    expect(tab.replies.nth(0)).to_have_attribute("data-state", "cancelled")
    tab.press("Stop")
    tab.expect_state("cancelled")


def test_it_goes_out_after_the_reply_from_another_conversations_page_too(open_tab, slow, conversation):
    other = Conversation.objects.create(owner=conversation.owner, title="Other", is_empty=False, model="lockstep-guide")
    tab = open_tab()
    tab.say("One")
    expect(tab.replies.locator(".block")).to_be_visible()
    tab.say("Two")
    expect(tab.waiting).to_contain_text("Goes out when this reply is done")
    tab.page.goto(other.get_absolute_url())
    two = until(lambda: conversation.messages.filter(text="Two").first())
    first = conversation.messages.select_related("reply").get(parent__text="One")
    assert first.reply.ended_at <= two.created_at


def test_what_the_server_cannot_take_holds_up_no_other_conversation(open_tab, provider, conversation, console):
    console.allow("500")
    other = Conversation.objects.create(owner=conversation.owner, title="Other", is_empty=False, model="local:m")
    tab = open_tab()
    tab.page.context.route(f"**/chat/{conversation.pk}/messages/new/", lambda route: route.fulfill(status=500))
    tab.say("Never")
    expect(tab.waiting).to_contain_text("Couldn't send yet.")
    tab.page.goto(other.get_absolute_url())
    tab.say("Hello")
    tab.expect_said("Hello")
    tab.expect_state("done")
    tab.page.goto(conversation.get_absolute_url())
    tab.press("Discard", tab.waiting)
    expect(tab.waiting).to_have_count(0)


def test_what_waits_for_the_connection_can_be_taken_back(open_tab, provider, console):
    console.allow("ERR_INTERNET_DISCONNECTED|WebSocket")
    tab = open_tab()
    tab.page.context.set_offline(True)
    tab.say("Frist")
    expect(tab.waiting).to_contain_text("Waiting for the connection")
    tab.press("Edit", tab.waiting)
    expect(tab.box).to_have_value("Frist")
    expect(tab.waiting).to_have_count(0)


def test_what_the_server_refuses_can_be_edited_or_discarded(open_tab, console):
    console.allow("400")
    tab = open_tab()
    tab.page.evaluate("document.querySelector('[data-composer] textarea').dataset.longest = 10 ** 9")  # a page of another version
    tab.say("x" * 200_001)
    expect(tab.waiting).to_contain_text("This is too long")
    tab.press("Edit", tab.waiting)
    expect(tab.box).to_have_value("x" * 200_001)
    expect(tab.waiting).to_have_count(0)
    tab.say("y" * 200_001)
    tab.press("Discard", tab.waiting)
    expect(tab.waiting).to_have_count(0)
