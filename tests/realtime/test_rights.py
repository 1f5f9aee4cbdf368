"""Rights end at once: logout, password change and deactivation close sockets, a lost right closes a topic."""

import time
from contextlib import AsyncExitStack, ExitStack

import pytest

from realtime import publish, recheck, transports, versions
from realtime.publisher import flush
from tests.browsers import session_of
from tests.realtime.tabs import blocking, hub, run, tab_of, until
from tests.realtime.wire import Wire, get

AT_ONCE = 1.0


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.redis)], ids=["one process", "two processes"])
def urls(request, live_sites):
    return live_sites(processes=request.param).urls


@pytest.fixture
def open_tabs(urls):
    """`open_tabs(session, …)`: one socket of each session on each server process."""
    with ExitStack() as stack:

        def opened(*sessions):
            tabs = {}
            for session in sessions:
                tabs[session] = [stack.enter_context(Wire(url, session=session)) for url in urls]
                assert {tab.hello({"probe": 0}, ["home"])["type"] for tab in tabs[session]} == {"welcome"}
            return tabs

        yield opened


def closes_at_once(tabs, happens):
    """Within a second of its end: what a request itself takes is hashing passwords, on a busy machine for long."""
    happens()
    began = time.monotonic()
    assert {tab.closing()[0] for tab in tabs} == {4401}
    assert time.monotonic() - began < AT_ONCE


def lives_on(tab):
    tab.send("{}")
    tab.next("error")


def session_client(client_of, user):
    client = client_of(user)
    return client, client.session.session_key


# The live site is another process: what this one writes reaches it as a hint only through Redis. On SQLite the
# site itself must do the writing, as it does in life.


def over_http(client, urls, path, data=None):
    """The same request that a browser sends, to the first server process."""
    token = "t" * 32
    headers = {"Cookie": f"session={client.session.session_key}; csrf={token}", "X-CSRFToken": token, "Origin": urls[0]}
    body = "&".join(f"{name}={value}" for name, value in (data or {}).items()).encode()
    status, _ = get(urls[0] + path, headers=headers, data=body)
    assert status == 302


def test_logout_closes_the_sockets_of_that_session_and_no_other(urls, open_tabs, client_of, ada, grace):
    client, key = session_client(client_of, ada)
    other, hers = session_of(ada), session_of(grace)
    tabs = open_tabs(key, other, hers)
    closes_at_once(tabs[key], lambda: over_http(client, urls, "/accounts/logout/"))
    for tab in tabs[other] + tabs[hers]:
        lives_on(tab)


def test_a_password_change_closes_all_sockets_of_that_person(urls, open_tabs, client_of, ada, grace, password):
    client, key = session_client(client_of, ada)
    other, hers = session_of(ada), session_of(grace)
    tabs = open_tabs(key, other, hers)
    new = {"oldpassword": password, "password1": "anOther-long-1", "password2": "anOther-long-1"}
    closes_at_once(tabs[key] + tabs[other], lambda: over_http(client, urls, "/accounts/password/change/", new))
    for tab in tabs[hers]:
        lives_on(tab)


def test_deactivation_closes_all_sockets_of_that_person(urls, open_tabs, client_of, ada, grace):
    client, hers = session_client(client_of, ada)
    sessions = session_of(grace), session_of(grace)
    tabs = open_tabs(hers, *sessions)
    data = {"email": grace.email, "username": grace.username, "display_name": grace.display_name, "kind": grace.kind}
    data |= {"time_zone": "UTC", "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00", "_save": "Save"}
    leaving = tabs[sessions[0]] + tabs[sessions[1]]
    closes_at_once(leaving, lambda: over_http(client, urls, f"/admin/accounts/user/{grace.pk}/change/", data))
    for tab in tabs[hers]:
        lives_on(tab)


# The message is only a hint


@pytest.fixture
def deaf(monkeypatch):
    """Nothing travels between processes any more."""

    def fall_deaf():
        transport = transports.current()
        if transport.is_local:
            monkeypatch.setattr(transport, "send_now", lambda group, message: None)
        else:
            monkeypatch.setattr(transport, "send", nothing)

    return fall_deaf


async def nothing(group, message):
    pass


@pytest.mark.parametrize(
    ("happens", "who_stays"),
    [
        (lambda client, user: client.logout(), ["other"]),
        (lambda client, user: (user.set_password("x"), user.save()), []),
        (lambda client, user: (setattr(user, "is_active", False), user.save()), []),
        (lambda client, user: user.delete(), []),
    ],
    ids=["logout", "password", "deactivation", "deletion"],
)
def test_what_a_lost_message_did_not_close_the_recheck_closes(quiet, deaf, client_of, ada, happens, who_stays):
    async def scenario():
        client = await blocking(client_of, ada)
        async with tab_of(session=client.session.session_key) as mine, tab_of(ada) as other:
            await mine.hello({"people": 0})
            await other.hello({"people": 0})
            deaf()
            await blocking(happens, client, ada)
            await check_everybody()
            assert await mine.closing() == 4401
            if who_stays:
                await other.until_answered()
            else:
                assert await other.closing() == 4401

    run(scenario())


async def check_everybody():
    """One round of the doorman: what he does within 30 s."""
    doorman = (await hub()).doorman
    for _ in range(11):
        await doorman.check_some()


def test_a_lost_right_closes_its_topic_and_the_tab_lives_on(quiet, ada):
    async def scenario():
        async with tab_of(ada) as tab:
            await tab.hello({"people": 0, "probe": 0, f"user.{ada.pk}.profile": 0})
            ada.kind, ada.is_staff = "external", False
            await blocking(ada.save)
            assert await tab.next("gone") == {"type": "gone", "topics": ["people", "probe"], "rooms": []}
            current = await hub()
            await until(lambda: "topic.people" not in current.groups)
            await tab.until_answered()
            await blocking(publish, "people")
            await blocking(publish, f"user.{ada.pk}.profile")
            assert (await tab.next("frame"))["topic"] == f"user.{ada.pk}.profile"

    run(scenario())


def test_a_lost_right_is_found_without_a_message(quiet, deaf, ada):
    async def scenario():
        async with tab_of(ada) as tab:
            await tab.hello({"people": 0, "probe": 0})
            deaf()
            ada.kind = "external"
            await blocking(ada.save)
            await check_everybody()
            assert (await tab.next("gone"))["topics"] == ["people"]

    run(scenario())


def test_a_round_of_the_doorman_checks_everybody_within_ten_sweeps(quiet, deaf, ada):
    """Also when most of those who were there when it began have left."""

    async def scenario():
        async with AsyncExitStack() as stack:
            tabs = [await stack.enter_async_context(tab_of(ada)) for _ in range(9)]
            for tab in tabs:
                await tab.hello()
            current = await hub()
            crowd = [Ghost() for _ in range(500)]
            current.sockets.update(crowd)
            await current.doorman.check_some()
            await current.doorman.check_some()
            for ghost in crowd:
                ghost.closed = True
                current.sockets.discard(ghost)
            deaf()
            ada.is_active = False
            await blocking(ada.save)
            await check_everybody()
            assert {await tab.closing() for tab in tabs} == {4401}

    run(scenario())


class Ghost:
    """A socket that is only there to be counted."""

    user_id, closed, session, epoch = None, False, "", None


def test_a_recheck_for_nothing_does_nothing(quiet, ada):
    async def scenario():
        async with tab_of(ada) as tab:
            await tab.hello(await blocking(versions.of, ["people"]))
            await blocking(lambda: (recheck(user_id=ada.pk), recheck(session_key="nobody's"), flush()))
            assert await tab.until_answered() == []

    run(scenario())
