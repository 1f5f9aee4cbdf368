"""Without a socket the same handshake goes over HTTP."""

import json

import pytest

from realtime import publish, versions
from tests.realtime.wire import hello

URL = "/live/sync/"


def ask(client, message):
    text = message if isinstance(message, str | bytes) else json.dumps(message)
    return client.post(URL, text, content_type="application/json")


def test_a_poll_is_answered_like_a_hello(transactional_db, client_of, ada, eve):
    publish("people")
    now = versions.of(["people"])
    answer = ask(client_of(ada), hello({"people": 0, f"user.{eve.pk}.profile": 0}, ["home", "attic"])).json()
    presence = answer.pop("presence")
    assert answer == {"type": "welcome", "stale": now, "gone": [f"user.{eve.pk}.profile", "attic"]}
    assert [snapshot["room"] for snapshot in presence] == ["home"]
    assert "Ada Lovelace" in [person["name"] for person in presence[0]["people"]]


@pytest.mark.parametrize(
    ("claim", "reason"), [({"epoch": "x"}, "epoch"), ({"build": "x"}, "build"), ({"topics": {"people": 10**9}}, "ahead")]
)
def test_a_page_of_another_life_loads_itself_again(db, client_of, ada, claim, reason):
    assert ask(client_of(ada), hello(**claim)).json() == {"type": "reload", "reason": reason}


def test_nobody_is_told_that_he_is_signed_out(db, client):
    answer = ask(client, hello())
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "signed_out")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{nope", "That message is not JSON."),
        ("[" * 30_000, "That message is not JSON."),
        (b"\xff\xfe", "That message is not JSON."),
        ("[]", "A hello is a JSON object."),
        ({"topics": 1}, "topics must map names to versions, which are whole numbers."),
        ({"x": "y" * 65_536}, "That message is too large."),
    ],
)
def test_a_bad_poll_is_answered_in_words(db, client_of, ada, body, words):
    answer = ask(client_of(ada), body)
    assert (answer.status_code, answer.json()["error"]) == (400, {"code": "malformed", "message": words})


def test_only_a_post_with_a_token_polls(db, client_of, ada):
    assert client_of(ada).get(URL).status_code == 405
    assert ask(client_of(ada, enforce_csrf_checks=True), hello()).status_code == 403
