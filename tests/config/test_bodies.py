"""What is larger than the site takes is not kept anywhere, and is answered in words."""

import asyncio
import http.client
import json
from urllib.parse import urlsplit

import pytest

from config.bodies import GONE, MOST_BYTES, MOST_DROPPED, NOTHING, LimitBodies
from tests.browsers import session_of

PIECE = {"type": "http.request", "body": bytes(1024 * 1024), "more_body": True}


def received(pieces, length=None):
    """What an application behind the limit receives, one message after the other, and how many pieces were taken."""
    taken, heard = iter(pieces), []

    async def receive():
        return next(taken)

    async def application(scope, receive, send):
        while not heard or (heard[-1].get("more_body") and heard[-1]["type"] == "http.request"):
            heard.append(await receive())

    headers = [(b"content-length", str(length).encode())] if length is not None else []
    asyncio.run(LimitBodies(application)({"type": "http", "headers": headers}, receive, None))
    return heard, len(pieces) - len(list(taken))


def of(count):
    return [*[PIECE] * (count - 1), PIECE | {"more_body": False}]


def test_what_is_small_enough_passes():
    heard, _ = received(of(12), length=MOST_BYTES)
    assert sum(len(message["body"]) for message in heard) == MOST_BYTES


def test_what_is_declared_too_large_is_read_and_dropped():
    assert received(of(50), length=50 * 1024 * 1024) == ([NOTHING], 50)


def test_who_never_ends_is_cut_off():
    heard, taken = received([PIECE] * 200, length=10**12)
    assert heard == [GONE]
    assert taken == MOST_DROPPED // len(PIECE["body"]) + 1


@pytest.mark.parametrize("length", [None, 5, "many"])
def test_who_sends_more_than_declared_is_cut_off_at_the_limit(length):
    heard, _ = received([PIECE] * 50, length=length)
    assert heard[-1] == GONE
    assert sum(len(message.get("body", b"")) for message in heard) == MOST_BYTES


@pytest.mark.parametrize(
    ("accept", "kind"), [("application/json", "application/json"), ("text/html", "text/html; charset=utf-8")]
)
def test_fifty_megabytes_are_answered_in_words(live_site, ada, accept, kind):
    address = urlsplit(live_site.url)
    wire = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Accept": accept, "Cookie": f"session={session_of(ada)}"}
    part = b'--x\r\nContent-Disposition: form-data; name="avatar"; filename="me.png"\r\n\r\n'
    wire.request("POST", "/profile/avatar/", part + bytes(50 * 1024 * 1024) + b"\r\n--x--\r\n", headers)
    response = wire.getresponse()
    text = response.read().decode()
    assert (response.status, response.headers["Content-Type"]) == (413, kind)
    assert "at most 10 MB" in (json.loads(text)["error"]["message"] if kind == accept else text)


def test_without_our_asgi_application_it_is_refused_all_the_same(client_of, ada):
    response = client_of(ada).generic("POST", "/profile/", bytes(MOST_BYTES + 1), "text/plain", headers={"Accept": "text/html"})
    assert response.status_code == 413
    assert "This is too large" in response.content.decode()


MOST_TEXT = 2_621_440  # what Django reads into memory, DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_more_text_than_is_read_at_once_is_refused_in_words(client_of, ada, settings, caplog, debug, kind):
    settings.DEBUG = debug
    client = client_of(ada, enforce_csrf_checks=kind != "application/json")
    answer = client.generic("POST", "/settings/save/", bytes(MOST_TEXT + 1), kind, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert "at most 2.5 MB" in answer.json()["error"]["message"]
    assert "Traceback" not in caplog.text


def test_what_is_read_at_once_is_for_the_view_to_judge(client_of, ada):
    answer = client_of(ada).generic("POST", "/settings/save/", bytes(MOST_TEXT), "application/json")
    assert answer.json()["error"]["message"] == "This is too much for one save. At most 64 KB."


def test_text_beside_a_file_is_no_more_than_that_either(client_of, ada, settings):
    """It is counted while the form is read, so Django tells it by an exception."""
    settings.DEBUG = False
    client = client_of(ada, raise_request_exception=False)
    answer = client.post("/settings/", {"system_prompt": "x" * (MOST_TEXT + 1)}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
