"""Images over OpenAI's protocol: what is asked, and what becomes of every answer, against a real server."""

import logging

import pytest

from generations.backends import Progress, patience
from generations.backends.openai import generate
from tests.generations.backends.drawing import KEY, cancelled, done, events_of, fractions, previews, refusal, wish
from tests.generations.backends.openai_server import OpenAIServer
from tests.generations.backends.pictures import IMAGE, PREVIEW

pytestmark = pytest.mark.once


@pytest.fixture
def server():
    with OpenAIServer() as server:
        yield server


def test_an_image_arrives_with_its_previews_and_what_it_took(server):
    events = events_of(generate, wish(server))
    assert previews(events) == [PREVIEW, PREVIEW]
    assert fractions(events) == pytest.approx([1 / 3, 2 / 3])
    end = done(events)
    assert (end.image, end.tokens_in, end.tokens_out, end.seed, end.note) == (IMAGE, 12, 4160, None, "")


def test_it_is_asked_what_the_wish_says(server):
    events_of(generate, wish(server, model="gpt-image-2.5-flare", negative_prompt="boats"))
    assert server.wanted == {
        "model": "gpt-image-2.5-flare",
        "prompt": "a quiet sea at dawn\n\nAvoid: boats",
        "n": 1,
        "size": "1024x768",
        "stream": True,
        "partial_images": 2,
    }
    assert server.calls[0].key == KEY


def test_base64_is_asked_for_where_it_is_not_the_rule(server):
    events_of(generate, wish(server, model="flux"))
    assert server.wanted["response_format"] == "b64_json"


@pytest.mark.parametrize(
    ("model", "size", "asked"),
    [
        ("gpt-image-1-mini", (1024, 768), "1536x1024"),
        ("gpt-image-1.5", (768, 1024), "1024x1536"),
        ("chatgpt-image-latest", (512, 512), "1024x1024"),
        ("gpt-image-2", (1000, 750), "992x752"),
        ("flux", (512, 512), "512x512"),
    ],
)
def test_sizes_are_those_that_the_model_takes(server, model, size, asked):
    events_of(generate, wish(server, model=model, width=size[0], height=size[1]))
    assert server.wanted["size"] == asked


FASTAPI = {"detail": [{"loc": ["body", "stream"], "msg": "Extra inputs are not permitted", "type": "extra_forbidden"}]}


@pytest.mark.parametrize(
    ("unknown", "left"),
    [
        ({"stream": None}, {"stream": None, "partial_images": None}),
        ({"stream": FASTAPI}, {"stream": None}),
        ({"partial_images": None}, {"stream": True, "partial_images": None}),
        ({"response_format": None}, {"response_format": None}),
        ({"stream": None, "response_format": None}, {"stream": None, "response_format": None}),
    ],
)
def test_a_server_that_does_not_know_a_parameter_is_asked_without_it(server, unknown, left):
    server.unknown = unknown
    assert done(events_of(generate, wish(server))).image == IMAGE
    assert {name: server.wanted.get(name) for name in left} == left
    assert len(server.calls) == len(unknown) + 1


def test_a_size_that_is_refused_becomes_the_nearest_usual_one_and_then_none(server):
    server.unknown = {"size": {"error": {"message": "Invalid value: '512x512'", "param": "size"}}}
    assert done(events_of(generate, wish(server, width=512, height=512)))
    assert [call.json.get("size") for call in server.calls] == ["512x512", "1024x1024", None]


def test_a_server_that_answers_all_at_once_is_heard(server):
    server.streams, server.told = False, {"revised_prompt": "A calm ocean."}
    events = events_of(generate, wish(server))
    end = done(events)
    assert (end.image, end.tokens_out, end.note) == (IMAGE, 4160, "Drawn from: “A calm ocean.”")
    assert Progress() in events


def test_a_variation_is_said_to_be_another_image(server):
    assert done(events_of(generate, wish(server, variation=9))).note.startswith("Local cannot vary an image")


def test_without_a_key_none_is_sent(server):
    events_of(generate, wish(server), key="")
    assert "authorization" not in server.calls[0].headers


def test_no_proxy_of_the_environment_hears_of_it(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert done(events_of(generate, wish(server)))


BEFORE = {
    "refuses": ("key", "Local does not take the key."),
    "forbids": ("refused", "Local refused this (403). It says: “Not with … from here.”"),
    "misses": ("model", "Local does not know the model m."),
    "charges": ("credit", "The account at Local has no credit left."),
    "moderates": ("unsafe", "Local does not draw this: its own rules are against it. Change the prompt."),
    "breaks": ("unavailable", "Local has a problem of its own (503)."),
    "redirects": ("refused", "Local is not at its address any more."),
}
AFTER = {
    "cuts": ("broken", "Local broke off in the middle. Retry."),
    "stops_short": ("malformed", "Local answered, but not with an image."),
    "garbles": ("malformed", "Local answered, but not with an image."),
    "stumbles": ("broken", "Local could not finish this image: “The engine of … fell over.”"),
    "chats": ("malformed", "Local answered, but not with an image."),
    "is_empty": ("malformed", "Local answered, but not with an image."),
    "is_blank": ("malformed", "Local answered, but not with an image."),
    "scribbles": ("malformed", "Local answered, but not with an image."),
    "is_giant": ("malformed", "Local sent more than an image may have (32 MB)."),
    "is_giant_in_a_stream": ("malformed", "Local sent more than an image may have (32 MB)."),
    "floods": ("malformed", "Local sent more than an image may have (32 MB)."),
}


@pytest.mark.parametrize("trouble", [*BEFORE, *AFTER])
def test_every_failure_has_its_words_and_none_shows_the_key(server, trouble, caplog):
    caplog.set_level(logging.DEBUG)
    server.trouble = trouble
    refused = refusal(generate, wish(server))
    code, words = (BEFORE | AFTER)[trouble]
    assert (refused.code, str(refused)[: len(words)]) == (code, words)
    assert refused.may_cost == (trouble in AFTER)
    assert len(server.calls) == 1, "Nothing is asked twice by itself"
    assert KEY not in str(refused) + repr(refused) + caplog.text
    assert refused.__context__ is None, "what the library raised may hold the key"


@pytest.mark.parametrize(
    ("trouble", "code"), [("cuts", "broken"), ("stops_short", "broken"), ("garbles", "malformed"), ("stumbles", "broken")]
)
def test_what_breaks_off_in_the_middle_may_have_cost(server, trouble, code):
    server.trouble, server.after = trouble, 1
    refused = refusal(generate, wish(server))
    assert (refused.code, refused.may_cost) == (code, True)


def test_an_image_that_is_refused_after_it_was_made_may_have_cost(server):
    server.trouble, server.after = "moderates_late", 2
    refused = refusal(generate, wish(server))
    assert (refused.code, refused.may_cost) == ("unsafe", True)


def test_a_preview_that_is_too_large_is_left_out(server):
    server.trouble = "previews_too_much"
    events = events_of(generate, wish(server))
    assert (previews(events), done(events).image) == ([], IMAGE)


@pytest.mark.parametrize(("header", "seconds"), [("20", 20), ("soon", None), ("999999999", 86_400)])
def test_a_limit_says_when_to_come_back(server, header, seconds):
    server.trouble, server.headers = "hurries", {"Retry-After": header}
    refused = refusal(generate, wish(server))
    assert (refused.code, refused.retry_after) == ("limit", seconds)


def test_a_server_that_says_nothing_is_given_up(server, monkeypatch):
    monkeypatch.setattr(patience, "FIRST_SECONDS", 0.5)
    server.trouble = "hangs"
    refused = refusal(generate, wish(server))
    assert (refused.code, str(refused), refused.may_cost) == ("timeout", "Local sent nothing for 0.5 seconds. Retry.", True)


def test_a_server_that_falls_silent_is_given_up(server, monkeypatch):
    monkeypatch.setattr(patience, "BETWEEN_SECONDS", 0.5)
    server.trouble, server.after = "hangs", 1
    refused = refusal(generate, wish(server))
    assert str(refused) == "Local sent nothing for 0.5 seconds. Retry."
    assert refused.__context__ is None, "what was broken off for it may hold the key"


def test_an_image_takes_no_longer_than_it_may(server, monkeypatch):
    monkeypatch.setattr(patience, "TOTAL_SECONDS", 0.5)
    server.trouble, server.after = "hangs", 2
    refused = refusal(generate, wish(server))
    assert (refused.code, str(refused)[:35]) == ("timeout", "Local took too long for this image,")


def test_a_provider_that_is_switched_off_is_called_that():
    with OpenAIServer() as gone:
        asked = wish(gone)
    refused = refusal(generate, asked)
    assert str(refused).startswith("Nothing answers at the address of Local.")
    assert (refused.code, refused.may_cost) == ("unavailable", False)


def test_a_key_that_no_header_can_hold_is_not_told(server, caplog):
    caplog.set_level(logging.DEBUG)
    refused = refusal(generate, wish(server), key="sk-with-a\nline-break-0123456789")
    assert "line-break" not in str(refused) + caplog.text


@pytest.mark.parametrize("is_closed", [True, False])
def test_cancelling_ends_the_call(server, is_closed):
    server.trouble, server.after = "waits", 1
    assert cancelled(generate, wish(server), Progress, is_closed) is not is_closed
    assert server.gone.wait(10)
