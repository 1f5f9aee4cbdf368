"""What models are asked, and what is made of what they say: each backend against a real server over HTTP."""

import asyncio
import subprocess
import sys
from dataclasses import replace

import pytest

from chat.backends import GO_ON, Question, Refused, stream_for
from tests.providers.server import ProviderServer
from tests.servers import ROOT, environment

pytestmark = pytest.mark.once
KEY = "sk-backend-0123456789abcdefghij"
KINDS = pytest.mark.parametrize("kind", ["openai", "anthropic", "ollama"])


@pytest.fixture
def server():
    with ProviderServer() as server:
        yield server


def question(server, kind="openai", **changes):
    address = server.base_url if kind == "openai" else server.url
    asked = Question(model="m", turns=[("user", "Hi")], address=address, provider="Local", temperature=0.4, max_tokens=99)
    return replace(asked, **changes)


def pieces(kind, asked, key=KEY):
    async def gather():
        return [piece async for piece in stream_for(kind)(asked, key)]

    return asyncio.run(asyncio.wait_for(gather(), 20))


def text(found):
    return "".join(piece.text for piece in found)


def refusal(kind, asked, key=KEY):
    with pytest.raises(Refused) as raised:
        pieces(kind, asked, key)
    return raised.value


@KINDS
def test_a_model_is_heard_to_its_end(server, kind):
    server.chat.thinks = ["Let me", " think."]
    found = pieces(kind, question(server, kind))
    assert text(found) == "Hello from the provider."
    assert "".join(piece.reasoning for piece in found) == "Let me think."
    assert [piece.ended for piece in found if piece.ended] == ["stop"]
    assert [piece.tokens_in for piece in found if piece.tokens_in is not None] == [12]
    assert [piece.tokens_out for piece in found if piece.tokens_out is not None][-1] == 34


@KINDS
def test_it_is_asked_what_the_conversation_says(server, kind):
    pieces(kind, question(server, kind, system="Be brief.", turns=[("user", "A"), ("assistant", "B"), ("user", "C")]))
    wanted = server.chat.wanted
    assert (wanted["model"], wanted["temperature"], wanted["max_tokens"], wanted["stream"]) == ("m", 0.4, 99, True)
    turns = [{"role": role, "content": said} for role, said in (("user", "A"), ("assistant", "B"), ("user", "C"))]
    if kind == "anthropic":
        assert (wanted["system"], wanted["messages"]) == ("Be brief.", turns)
    else:
        assert wanted["messages"] == [{"role": "system", "content": "Be brief."}, *turns]


@KINDS
def test_going_on_shows_it_what_it_said_and_says_so(server, kind):
    pieces(kind, question(server, kind, prefix="Once upon a"))
    assert [turn["content"] for turn in server.chat.wanted["messages"]] == ["Hi", "Once upon a", GO_ON]


@KINDS
def test_every_call_is_one_request_with_its_own_key(server, kind):
    pieces(kind, question(server, kind))
    pieces(kind, question(server, kind), key="another-key")
    assert server.keys_seen == [KEY, "another-key"]


def test_without_a_key_none_is_sent(server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-environment")
    pieces("ollama", question(server, "ollama"), key="")
    headers = server.requests[0].headers
    assert "authorization" not in headers
    assert not [value for value in headers.values() if "environment" in value]


def test_no_proxy_of_the_environment_hears_of_it(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert text(pieces("openai", question(server)))


@KINDS
def test_what_a_model_does_not_take_is_left_out(server, kind):
    server.chat.refuses = {"temperature": 0.4}
    assert text(pieces(kind, question(server, kind))) == "Hello from the provider."
    assert len(server.requests) == 2


def test_the_newer_name_of_the_limit_is_tried_where_the_old_one_is_refused(server):
    server.chat.refuses = {"max_tokens": 99}
    pieces("openai", question(server))
    assert server.chat.wanted["max_completion_tokens"] == 99


def test_the_limit_is_never_left_out(server):
    """What is held for a reply counts on it."""
    server.chat.refuses = {"max_tokens": 99, "max_completion_tokens": 99}
    assert refusal("openai", question(server)).code == "refused"
    assert len(server.requests) == 2


LONG = [("user", "A question of some length. " * 300)] * 2  # 16,000 characters


def test_ollama_is_not_asked_more_than_its_model_reads_which_it_would_cut_off_in_silence(server):
    server.context = 4096
    for _ in range(2):  # it is loaded, or was
        assert refusal("ollama", question(server, "ollama", turns=LONG)).code == "too_long"
    assert [request.path for request in server.requests] == ["/api/ps", "/api/generate", "/api/ps", "/api/ps"]
    assert server.keys_seen == [KEY] * 4


@pytest.mark.parametrize(("context", "turns"), [(8192, LONG), (None, LONG), (4096, LONG[:1])])
def test_ollama_is_asked_what_its_model_reads_and_whatever_it_does_not_tell(server, context, turns):
    server.context = context
    assert text(pieces("ollama", question(server, "ollama", turns=turns))) == "Hello from the provider."


def test_ollama_is_not_bothered_for_a_short_question(server):
    pieces("ollama", question(server, "ollama"))
    assert [request.path for request in server.requests] == ["/v1/chat/completions"]


def test_an_ollama_that_cannot_tell_is_asked_all_the_same(server):
    server.mode = "breaks"  # what is asked by GET
    assert text(pieces("ollama", question(server, "ollama", turns=LONG))) == "Hello from the provider."


FAILURES = {
    "refuses": ("key", "does not take the key"),
    "forbids": ("refused", "refused this (403)"),
    "misses": ("model", "does not know the model m"),
    "charges": ("credit", "has no credit left"),
    "breaks": ("unavailable", "problem of its own (503)"),
    "redirects": ("refused", "not at its address any more"),
    "is_full": ("too_long", "more than m can read"),
    "cuts": ("broken", "broke off in the middle"),
    "garbles": ("malformed", "cannot be read"),
    "stops_short": ("broken", "broke off in the middle"),
    "stumbles": ("broken", "broke off with an error: “Overloaded"),
    "chats": ("malformed", "cannot be read"),
}


@KINDS
@pytest.mark.parametrize("trouble", FAILURES)
def test_every_failure_has_its_words_and_none_shows_the_key(server, kind, trouble, caplog):
    server.chat.trouble = trouble
    code, words = FAILURES[trouble]
    refused = refusal(kind, question(server, kind))
    assert (refused.code, words in str(refused)) == (code, True), str(refused)
    assert KEY not in str(refused) + caplog.text
    assert KEY[:12] not in str(refused)
    assert len(server.requests) == 1, "Nothing is asked twice by itself"


@KINDS
@pytest.mark.parametrize("trouble", ["cuts", "garbles", "stops_short", "stumbles"])
def test_what_came_before_it_broke_is_heard(server, kind, trouble):
    server.chat.trouble, server.chat.after = trouble, 2
    heard = []

    async def listen():
        async for piece in stream_for(kind)(question(server, kind), KEY):
            heard.append(piece.text)

    with pytest.raises(Refused):
        asyncio.run(listen())
    assert "".join(heard) == "Hello from"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("20", 20), ("0.5", 0.5), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("soon", None), ("999999999", 86_400), ("-4", 0)],
)
def test_a_limit_says_when_to_come_back(server, header, seconds):
    server.chat.trouble, server.chat.headers = "hurries", {"Retry-After": header}
    refused = refusal("openai", question(server))
    assert (refused.code, refused.retry_after) == ("limit", seconds)


def test_a_provider_that_is_switched_off_is_called_that(server):
    with ProviderServer() as gone:
        asked = question(gone)
    assert "Nothing answers at the address of Local" in str(refusal("openai", asked))


def test_a_key_that_no_header_can_hold_is_not_told(server, caplog):
    refused = refusal("openai", question(server), key="sk-with-a\nline-break-0123456789")
    assert "line-break" not in str(refused) + caplog.text


def test_hanging_up_ends_the_call(server):
    server.chat.says, server.chat.pace = ["word "] * 2000, 0.01

    async def hang_up():
        async for _ in (stream := stream_for("openai")(question(server), KEY)):
            break
        await stream.aclose()

    asyncio.run(hang_up())
    assert server.chat.gone.wait(10)
    assert len(server.chat.said) < 2000


def test_a_web_process_loads_no_sdk():
    script = "import config.asgi, sys; print(sorted({'openai', 'anthropic', 'httpx2', 'pydantic'} & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
