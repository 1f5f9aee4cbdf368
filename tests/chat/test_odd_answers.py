"""One odd value in what a provider says beside its words: it costs that value, never the reply."""

import pytest

from settings_sync.models import Provider
from usage.models import UsageLog

ODD_COUNTS = [-1, 2**31, 10**30, 12.5, "12", True, [1], {"of": 1}]


@pytest.fixture
def answers(provider, replies, asked_of, conversation, say, replied):
    """`answers("anthropic", *events)`: the reply to somebody whose provider, of this kind, sends these."""

    def answer(kind, *events):
        address = provider.base_url if kind == "openai" else provider.url
        Provider.objects.filter(slug="local").update(kind=kind, base_url=address)
        provider.chat.speak = lambda stream: speak(stream, events)
        asked_of(conversation)
        return replied(say(conversation, "Hi"))

    return answer


def speak(stream, events):
    stream.begin()
    stream.say("Hello there, whoever you are.")
    for event in events:
        stream.event(event)
    stream.event({"type": "message_stop"}) if stream.is_anthropic else stream.raw(b"data: [DONE]\n\n")
    stream.end()


def usage_of(kind, tokens_in, tokens_out):
    if kind == "anthropic":
        return {"type": "message_delta", "usage": {"input_tokens": tokens_in, "output_tokens": tokens_out}}
    return {"choices": [], "usage": {"prompt_tokens": tokens_in, "completion_tokens": tokens_out}}


@pytest.mark.parametrize("odd", ODD_COUNTS, ids=repr)
def test_a_count_that_is_none_is_replaced_by_our_guess(answers, odd):
    message = answers("openai", usage_of("openai", 5, odd))
    assert (message.state, message.text) == ("done", "Hello there, whoever you are.")
    assert message.tokens_in == 5
    assert 0 < message.tokens_out < 10


@pytest.mark.parametrize("odd", ODD_COUNTS, ids=repr)
def test_nor_does_an_odd_count_of_the_question_cost_the_reply(answers, odd):
    message = answers("anthropic", usage_of("anthropic", odd, 7))
    assert (message.state, message.tokens_out) == ("done", 7)
    assert 0 <= message.tokens_in < 1000


@pytest.mark.parametrize("odd", [5, "much"], ids=repr)
@pytest.mark.parametrize("kind", ["openai", "anthropic"])
def test_nor_does_usage_that_is_no_object(answers, kind, odd):
    assert answers(kind, usage_of(kind, 5, 7) | {"usage": odd}).state == "done"


@pytest.mark.parametrize(("odd", "kept"), [("a\0b", "ab"), ("a\ud800", "a\ufffd"), ("x" * 300, "x" * 120)], ids=ascii)
@pytest.mark.parametrize("kind", ["openai", "anthropic"])
def test_whatever_a_provider_calls_its_answer_is_kept_as_a_database_takes_it(answers, kind, odd, kept):
    named = {"type": "message_start", "message": {"id": odd}} if kind == "anthropic" else {"id": odd, "choices": []}
    assert answers(kind, named).state == "done"
    assert UsageLog.objects.get().request_id == kept


def test_counts_of_several_runs_stay_within_what_a_column_takes(answers, conversation, replied):
    usage = usage_of("openai", 2**31 - 1, 2**31 - 1)
    length = {"choices": [{"index": 0, "delta": {}, "finish_reason": "length"}]}
    message = answers("openai", length, usage)
    assert message.go_on()
    again = replied(message.parent)
    assert (again.state, again.tokens_in, again.tokens_out) == ("done", 2**31 - 1, 2**31 - 1)
