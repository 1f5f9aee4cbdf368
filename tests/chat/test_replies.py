"""A reply from the question to its end."""

from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from chat import asking, replying
from chat.backends import connections
from chat.models import Conversation, Message, Reply
from chat.reading import ROOM, room_for
from settings_sync.models import Provider
from tests.jobs.conftest import until

HELLO = "Hello from the provider."


@pytest.fixture
def asked(conversation, asked_of):
    """A conversation whose replies come from the provider on this machine."""
    return asked_of(conversation)


def test_a_question_gets_its_reply(asked, say, replies, replied):
    reply = replied(say(asked, "Hello there"))
    assert (reply.state, reply.text) == ("done", HELLO)
    assert reply.html == f'<div class="blocks"><div class="block" data-block="0"><p>{HELLO}</p>\n</div></div>'
    asked.refresh_from_db()
    assert (asked.title, asked.answering, asked.unread) == ("Hello there", False, True)


def test_what_was_rendered_while_it_came_is_what_the_whole_would_be(asked, provider, say, replies, replied):
    provider.chat.says = [
        "# Ti",
        "tle\n\n- a\n",
        "- **b",
        "**\n\n```py\nx = 1",
        "\n```\n\n[l",
        "](https://x.org)\n\n[l]: https://y.org",
    ]
    reply = replied(say(asked, "Write"))
    rendered = reply.html
    assert rendered.count('class="block"') == 4
    reply.save()
    assert reply.html == rendered


def test_the_model_is_asked_what_was_said_so_far(asked, provider, say, replies, replied):
    asked.change(system_prompt="Be brief.", temperature=0.2, max_tokens=77)
    replied(say(asked, "One"))
    replied(say(asked, "Two"))
    wanted = provider.chat.wanted
    assert [turn["content"] for turn in wanted["messages"]] == ["Be brief.", "One", HELLO, "Two"]
    assert (wanted["model"], wanted["temperature"], wanted["max_tokens"]) == ("m", 0.2, 77)
    assert provider.keys_seen == ["sk-local-0123456789abcdefghij"] * 2


def test_the_same_key_says_it_once(conversation, ada):
    key = "00000000-0000-4000-8000-000000000001"
    first, second = conversation.post(ada, "Once", key), conversation.post(ada, "Once", key)
    assert first == second
    assert Message.objects.count() == 2


def test_stopping_keeps_what_was_written_and_ends_the_call(asked, provider, say, replies, replied):
    provider.chat.says, provider.chat.pace = ["word "] * 3000, 0.005
    message = say(asked, "Talk")
    reply = until(lambda: message.branches.filter(reply__checkpoint_number__gt=1).first())
    reply.reply.cancel()
    reply = replied(message)
    assert reply.state == "cancelled"
    assert reply.text.startswith("word word")
    assert provider.chat.gone.wait(10)


def test_going_on_adds_to_what_is_there(asked, provider, say, replies, replied):
    provider.chat.trouble, provider.chat.after = "cuts", 2
    message = say(asked, "Hello")
    reply = replied(message)
    assert (reply.state, reply.text) == ("failed", "Hello from")
    provider.chat.trouble, provider.chat.says = "", [" the", " other side."]
    assert reply.go_on()
    until(lambda: Message.objects.get(pk=reply.pk).text == "Hello from the other side.")
    assert provider.chat.wanted["messages"][-2]["content"] == "Hello from"


def test_another_reply_takes_the_place_of_the_first(asked, say, replies, replied):
    message = say(asked, "Hello")
    first = replied(message)
    second = asked.regenerate(first)
    assert [each.pk for each in asked.thread()] == [message.pk, second.pk]
    assert message.branches.count() == 2


def test_a_conversation_that_is_longer_than_the_model_reads_is_asked_in_part(asked, provider, say, replies, replied):
    for text in ("One", "Two", "Three"):
        replied(say(asked, text))
    provider.chat.most_turns = 2
    reply = replied(say(asked, "Four"))
    assert (reply.state, reply.text) == ("done", HELLO)
    assert reply.note == "Older messages were left out to fit what the model can read at once."
    assert provider.chat.wanted["messages"][-1]["content"] == "Four"


def test_only_what_broke_off_or_grew_too_long_can_go_on(asked, provider, say, replies, replied):
    for text in ("One", "Two", "Three"):
        replied(say(asked, text))
    provider.chat.most_turns = 2
    complete = replied(say(asked, "Four"))
    assert complete.note
    assert not complete.can_go_on
    assert not complete.go_on()
    provider.chat.finish = "length"
    cut = replied(say(asked, "Five"))
    assert cut.note.startswith("It reached the longest reply")
    assert cut.note.endswith("Older messages were left out to fit what the model can read at once.")
    assert cut.can_go_on
    assert "Continue</button>" in render_to_string("chat/_message.html", {"message": cut})
    assert "Continue</button>" not in render_to_string("chat/_message.html", {"message": complete})


def test_what_was_left_out_is_said_of_a_reply_that_was_stopped_too(asked, provider, say, replies, replied):
    for text in ("One", "Two", "Three"):
        replied(say(asked, text))
    provider.chat.most_turns, provider.chat.trouble, provider.chat.after = 2, "cuts", 2
    reply = replied(say(asked, "Four"))
    assert (reply.state, reply.note[:14]) == ("failed", "Older messages")


def test_the_model_is_asked_what_the_reply_follows_and_not_what_is_shown_by_then(asked, provider, say, conversation, replied):
    question = say(asked, "One")
    (first,) = Reply.objects.claim("worker", 1)
    first.text = "First"
    first.finish("done")
    later = say(asked, "Two")
    waiting = Reply.objects.unfinished().get()
    conversation.revise(question, "Something else", uuid4())
    before = Message.objects.select_related("parent").get(pk=waiting.message_id)
    assert before.parent == later
    assert asking.turns_before(before, 1_000) == ([("user", "One"), ("assistant", "First"), ("user", "Two")], False)
    assert asking.turns_before(before, 8) == ([("assistant", "First"), ("user", "Two")], True)
    assert asking.turns_before(before, 0) == ([("user", "Two")], True)
    assert asking.turns_before(later, 5) == ([("assistant", "First")], True)
    assert asking.turns_before(question, 5) == ([], False)


def test_a_conversation_is_answering_until_the_last_of_its_replies_has_ended(asked, say):
    say(asked, "One")
    say(asked, "Two")
    said = []
    for reply in Reply.objects.claim("worker", 2):
        reply.finish("done")
        asked.refresh_from_db()
        said.append((asked.answering, asked.unread))
    assert said == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("name", "tokens"), [("gpt-4", 8_192), ("gpt-4o-mini", 128_000), ("gpt-4.1", 1_047_576), ("o3-mini", 200_000)]
)
def test_how_much_is_asked_is_what_the_model_reads(name, tokens):
    assert room_for(name, 1_000) == 3 * (tokens - 1_000)
    assert room_for(name, 10**7) == 3 * tokens // 2, "a limit for the answer leaves room for the question"
    assert room_for("nobody-knows", 10**7) == ROOM


def test_what_the_provider_says_of_its_model_goes_before_what_is_known_of_the_name():
    assert room_for("gpt-4", 1_000, 32_768) == 3 * 31_768


def test_what_the_provider_says_it_reads_is_what_it_is_asked(asked, provider, say, replies, replied):
    Provider.objects.get(slug="local").learn([], {"m": 4_096})
    asked.change(max_tokens=1_000)
    replied(say(asked, "old " * 3_000))
    assert replied(say(asked, "new")).note == "Older messages were left out to fit what the model can read at once."
    assert [turn["content"][:3] for turn in provider.chat.wanted["messages"]] == ["Hel", "new"]


def test_what_a_small_model_cannot_read_is_left_out(asked, provider, say, replies, replied):
    asked.change(model="local:gpt-4", max_tokens=1_000)
    replied(say(asked, "old " * 5_000))
    reply = replied(say(asked, "new " * 1_000))
    assert reply.note == "Older messages were left out to fit what the model can read at once."
    assert [turn["content"][:3] for turn in provider.chat.wanted["messages"]] == ["Hel", "new"]


def test_an_empty_conversation_is_used_again(ada, conversation, say):
    assert Conversation.objects.open_new(ada) == conversation
    say(conversation, "Something")
    assert Conversation.objects.open_new(ada) != conversation


def test_the_guide_answers_from_the_documentation_and_says_what_it_is(conversation, say, replies, replied):
    reply = replied(say(conversation, "How do I connect Ollama?"))
    assert reply.state == "done"
    assert "no language model, but a search in Lockstep's documentation" in reply.text
    assert "OLLAMA_BASE_URL" in reply.text
    assert "/settings/providers/)" in reply.text


def test_the_guide_says_when_it_found_nothing(conversation, say, replies, replied):
    assert "I found nothing there about that" in replied(say(conversation, "Quantum chromodynamics?")).text


def test_the_sdk_of_a_provider_that_is_offered_is_loaded_before_it_is_asked(provider, monkeypatch):
    monkeypatch.setattr(connections, "_loaded", {})
    replying.load_sdks()
    assert list(connections._loaded) == ["openai"]
