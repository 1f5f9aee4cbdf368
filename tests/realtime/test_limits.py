"""Origins, and how many sockets a session may hold."""

import pytest
from websockets.exceptions import InvalidStatus

from tests.browsers import session_of
from tests.realtime.wire import Wire

MOST = 10


@pytest.fixture
def port(live_site):
    return live_site.url.rpartition(":")[2]


FOREIGN = [
    None,
    "null",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:1",
    "http://127.0.0.1",
    "http://evil.example:{port}",
    "http://127.0.0.1.evil.example:{port}",
    "http://evil.example/http://127.0.0.1:{port}",
    "http://127.0.0.1:{port}@evil.example",
    "ws://127.0.0.1:{port}",
]


def test_a_page_of_another_origin_gets_no_socket(live_site, ada, port):
    session = session_of(ada)
    for origin in FOREIGN:
        with pytest.raises(InvalidStatus) as refused:
            Wire(live_site.url, session=session, origin=origin and origin.format(port=port))
        assert refused.value.response.status_code == 403, origin


def test_a_page_of_this_site_gets_one(live_site, ada):
    with Wire(live_site.url, ada) as tab:
        assert tab.hello()["type"] == "welcome"


def test_nobody_is_signed_out(live_site):
    with Wire(live_site.url) as tab:
        tab.send({"type": "hello", "topics": {"people": 0}})
        assert tab.closing()[0] == 4401


def test_a_made_up_session_is_signed_out(live_site, transactional_db):
    with Wire(live_site.url, session="a" * 32) as tab:
        tab.send({"type": "hello", "topics": {"people": 0}})
        assert tab.closing()[0] == 4401


def fill(urls, session):
    tabs = [Wire(urls[number % len(urls)], session=session) for number in range(MOST)]
    assert {tab.hello()["type"] for tab in tabs} == {"welcome"}
    return tabs


def one_more_is_refused(urls, session):
    """The eleventh is closed with words; once a place is free the next one is welcome."""
    tabs = fill(urls, session)
    with Wire(urls[0], session=session) as extra:
        extra.send({"type": "hello", "topics": {}})
        assert extra.closing() in [(4409, "Too many open tabs"), (4409, None)]
    tabs.pop().socket.close()
    while True:  # The server notices the goodbye in its own time.
        with Wire(urls[-1], session=session) as extra:
            extra.send({"type": "hello", "topics": {}})
            try:
                assert extra.next("welcome", seconds=1)
                break
            except Exception:
                continue
    for tab in tabs:
        tab.socket.close()


def test_a_session_has_ten_sockets(live_site, ada):
    one_more_is_refused([live_site.url], session_of(ada))


@pytest.mark.redis
def test_a_session_has_ten_sockets_in_all_processes_together(live_sites, ada):
    one_more_is_refused(live_sites(processes=2).urls, session_of(ada))


def test_another_session_has_its_own_ten(live_site, ada):
    tabs = fill([live_site.url], session_of(ada))
    with Wire(live_site.url, ada) as other:
        assert other.hello()["type"] == "welcome"
    for tab in tabs:
        tab.socket.close()
