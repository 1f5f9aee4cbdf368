"""What the words are for everything that a provider may answer. Each is asked for real, over HTTP on this machine."""

import asyncio
import socket
import time

import pytest

from settings_sync.providers import asking, kinds
from settings_sync.providers.asking import ask
from tests.ports import free_port
from tests.providers.server import MODELS, ProviderServer

pytestmark = pytest.mark.once
KEY = "sk-canary-Zx81_0123456789-last"
ROOT = {"openai": "/v1"}  # the others' base URLs end at the host


def asked(server, kind="openai", key=KEY):
    return asyncio.run(ask(kinds.get(kind), server.url + ROOT.get(kind, ""), key))


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 1)


@pytest.mark.parametrize("kind", [name for name, _ in kinds.choices()])
def test_every_kind_lists_its_models(provider_server, kind):
    outcome = asked(provider_server, kind)
    assert (outcome.good, outcome.words) == (True, "Connected. It lists 2 models.")
    assert [label.lower() for _, label in outcome.models] == MODELS


def test_each_kind_sends_the_key_where_it_belongs(provider_server):
    for kind in ("openai", "anthropic", "ollama"):
        asked(provider_server, kind)
    assert provider_server.keys_seen == [KEY] * 3
    asked(provider_server, "a1111", "user:password")
    assert provider_server.requests[-1].headers["authorization"] == "Basic dXNlcjpwYXNzd29yZA=="


def test_without_a_key_none_is_sent(provider_server):
    assert asked(provider_server, "ollama", "").good
    assert not {"authorization", "x-api-key", "cookie"} & set(provider_server.requests[0].headers)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("refuses", "It refused the key (401). It says: “Incorrect API key provided: …. You can find your key on our site.”"),
        ("forbids", "It refused the key (403). It says: “This country is not served.”"),
        ("misses", "Nothing that lists models is there (404). The address may be wrong."),
        ("hurries", "Too many requests (429). Try again in 20 s. It says: “Slow down.”"),
        ("breaks", "It has trouble of its own (500). Try again later."),
        ("redirects", "It sends elsewhere (302), and keys are not sent on. The address may be wrong."),
        ("chats", "Something answered, but not with a list of models. The address may be wrong."),
        ("differs", "Something answered, but not with a list of models. The address may be wrong."),
        ("floods", "It answered with far more than a list of models. The address may be wrong."),
        ("cuts", "It broke off in the middle of its answer."),
        ("hangs", "No answer within 1 seconds."),
        ("drips", "No answer within 1 seconds."),
    ],
)
def test_what_goes_wrong_is_said_in_words(provider_server, mode, words):
    provider_server.mode = mode
    began = time.monotonic()
    outcome = asked(provider_server)
    assert (outcome.good, outcome.words, outcome.models) == (False, words, [])
    assert time.monotonic() - began < 4
    assert len(provider_server.requests) == 1, "it asked again, or went where it was sent"


def test_a_port_where_nobody_listens():
    outcome = asyncio.run(ask(kinds.get("openai"), f"http://127.0.0.1:{free_port()}/v1", KEY))
    assert outcome.words == "Nothing answers at its address. It may be switched off."


def test_a_name_that_nobody_knows():
    outcome = asyncio.run(ask(kinds.get("openai"), "http://no-such-host.invalid/v1", KEY))
    assert outcome.words == "Its host name is not known. The address may be wrong."


def test_a_certificate_that_nobody_vouches_for_gets_no_key(provider_server):
    """Plain HTTP where TLS is spoken: the handshake fails before a header is sent."""
    outcome = asyncio.run(ask(kinds.get("openai"), provider_server.base_url.replace("http:", "https:"), KEY))
    assert outcome.words == "Its certificate is not one to trust, or it does not speak https there. Nothing was sent."
    assert provider_server.requests == []


def test_a_host_that_takes_nothing_in_is_left_after_the_time_to_connect(monkeypatch):
    monkeypatch.setattr(asking, "CONNECT_SECONDS", 0.3)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        held = [socket.socket() for _ in range(4)]
        for each in held:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        outcome = asyncio.run(ask(kinds.get("openai"), f"http://127.0.0.1:{full.getsockname()[1]}/v1", KEY))
        for each in held:
            each.close()
    assert outcome.words.startswith("No answer within 0.3 seconds")


def test_models_that_carry_the_key_are_left_out(provider_server):
    provider_server.mode = "echoes"
    assert asked(provider_server).models == [["honest", "honest"]]


def test_the_environments_proxy_is_not_asked(provider_server, monkeypatch):
    with ProviderServer() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert asked(provider_server).good
        assert proxy.requests == []


CONTEXTS = [
    ({"max_model_len": 32_768}, 32_768),
    ({"context_length": 200_000}, 200_000),
    ({"meta": {"n_ctx_train": 131_072, "n_ctx": 8_192}}, 8_192),
    ({"meta": {"n_ctx_train": 131_072}}, 131_072),
    ({"meta": "none", "max_model_len": "many"}, None),
    ({"max_model_len": None, "context_window": 0}, None),
]


@pytest.mark.parametrize(("said", "tokens"), CONTEXTS)
def test_what_a_list_says_of_how_much_its_models_read_is_kept(provider_server, said, tokens):
    provider_server.said = {MODELS[0]: said}
    assert asked(provider_server).contexts == ({MODELS[0]: tokens} if tokens else {})


def test_a_list_of_none_and_of_one(provider_server):
    provider_server.models = []
    assert asked(provider_server).words == "Connected. It lists no models yet."
    provider_server.models = ["one"]
    assert asked(provider_server).words == "Connected. It lists 1 model."
