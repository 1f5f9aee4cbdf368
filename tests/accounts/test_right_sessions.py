"""Whatever ends rights ends the sockets of exactly the right sessions: at once, and without a message within a round."""

from contextlib import AsyncExitStack

import pytest
from allauth.usersessions.models import UserSession

from tests.accounts.door import confirm, turn_on
from tests.accounts.test_sessions import PHONE, browser, is_in, sign_out_there
from tests.browsers import session_of
from tests.realtime.conftest import quiet  # noqa: F401
from tests.realtime.tabs import blocking, run, tab_of
from tests.realtime.test_rights import check_everybody, closes_at_once, deaf, lives_on, open_tabs, over_http, urls  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_hashes")]
AT_ONCE = 1.0
GRACES = {"mac", "phone", "third"}
NEW = {"oldpassword": "lockstep-demo", "password1": "another good one", "password2": "another good one"}


def revoke(mac, phone, grace):
    sign_out_there(mac, phone)


def end_others(mac, phone, grace):
    mac.post("/accounts/sessions/end-others/")


def log_out(mac, phone, grace):
    mac.post("/accounts/logout/")


def change_password(mac, phone, grace):
    assert mac.post("/accounts/password/change/", NEW).status_code == 302
    assert is_in(mac)  # its sockets come back by themselves: its session has a new key


def deactivate(mac, phone, grace):
    grace.is_active = False
    grace.save()


def turn_two_steps_on(mac, phone, grace):
    turn_on(mac)


def turn_two_steps_off(mac, phone, grace):
    confirm(mac)
    assert mac.post("/accounts/2fa/totp/deactivate/").status_code == 302


def delete_in_the_admin(mac, phone, grace):
    UserSession.objects.get(session_key=phone.session.session_key).end()


def take_staff(mac, phone, grace):
    grace.is_staff = False
    grace.save()


WHAT_ENDS_WHAT = [
    (revoke, {"phone"}),
    (end_others, {"phone", "third"}),
    (log_out, {"mac"}),
    (change_password, GRACES),
    (deactivate, GRACES),
    (turn_two_steps_on, {"phone", "third"}),
    (turn_two_steps_off, {"phone", "third"}),
    (delete_in_the_admin, {"phone"}),
    (take_staff, set()),
]
EVERY = pytest.mark.parametrize(("act", "ended"), WHAT_ENDS_WHAT, ids=lambda value: getattr(value, "__name__", ""))


@pytest.fixture
def at_home(grace, ada):
    """Grace at her Mac, her phone and a third device, Ada at hers."""
    grace.is_staff = True
    grace.save()

    def prepared(act):
        mac = browser(grace)
        if act is turn_two_steps_off:
            turn_on(mac)
        rest = {"phone": mac_like(mac, grace, PHONE), "third": mac_like(mac, grace), "ada": browser(ada)}
        return {"mac": mac, **rest}

    return prepared


def mac_like(mac, person, agent="Firefox/130 on Linux"):
    """Another browser of this person, also where a second step would be asked for."""
    client = browser(person, agent)
    if not is_in(client):
        client.force_login(person, backend="accounts.identity.ByPassword")
        client.get("/profile/")
    return client


async def open_sockets(stack, clients):
    tabs = {name: await stack.enter_async_context(tab_of(session=each.session.session_key)) for name, each in clients.items()}
    for tab in tabs.values():
        await tab.hello({"probe": 0})
    return tabs


async def closed(tabs, names, seconds):
    assert {await tabs[name].closing(seconds) for name in names} <= {4401}


async def alive(tabs, names):
    for name in names:
        await tabs[name].until_answered()


@EVERY
def test_it_ends_at_once_and_nothing_else_does(quiet, at_home, grace, act, ended):  # noqa: F811
    async def scenario():
        clients = await blocking(at_home, act)
        async with AsyncExitStack() as stack:
            tabs = await open_sockets(stack, clients)
            await blocking(act, clients["mac"], clients["phone"], grace)
            await closed(tabs, ended, AT_ONCE)
            await check_everybody()
            await alive(tabs, tabs.keys() - ended)

    run(scenario())


@EVERY
def test_it_ends_within_a_round_when_the_message_is_lost(quiet, deaf, at_home, grace, act, ended):  # noqa: F811
    async def scenario():
        clients = await blocking(at_home, act)
        async with AsyncExitStack() as stack:
            tabs = await open_sockets(stack, clients)
            deaf()
            await blocking(act, clients["mac"], clients["phone"], grace)
            await alive(tabs, tabs)
            await check_everybody()
            await closed(tabs, ended, AT_ONCE)
            await alive(tabs, tabs.keys() - ended)

    run(scenario())


def test_who_is_staff_no_more_loses_what_is_for_staff_in_all_tabs(quiet, at_home, grace):  # noqa: F811
    async def scenario():
        clients = await blocking(at_home, take_staff)
        async with AsyncExitStack() as stack:
            tabs = await open_sockets(stack, clients)
            await blocking(take_staff, None, None, grace)
            gone = {name: (await tabs[name].next("gone", seconds=AT_ONCE))["topics"] for name in GRACES}
            assert gone == {key: ["probe"] for key in GRACES}
            assert await tabs["ada"].until_answered() == []

    run(scenario())


@pytest.mark.parametrize("act", [revoke, end_others, change_password, turn_two_steps_on])
def test_the_pages_of_what_ended_are_closed_too(at_home, grace, act):
    clients = at_home(act)
    act(clients["mac"], clients["phone"], grace)
    assert not is_in(clients["phone"])
    assert is_in(clients["ada"])


# Real processes, each of which has sockets of its own


def row_of(key, person):
    return UserSession.objects.create(session_key=key, user=person, ip="198.51.100.9", user_agent=PHONE).pk


def test_a_revoked_session_ends_on_every_process_and_no_other(urls, open_tabs, client_of, ada, grace):  # noqa: F811
    client = client_of(ada)
    phone, third, hers = session_of(ada), session_of(ada), session_of(grace)
    number = row_of(phone, ada)
    tabs = open_tabs(client.session.session_key, phone, third, hers)
    closes_at_once(tabs[phone], lambda: over_http(client, urls, "/accounts/sessions/end/", {"session": number}))
    for key in (client.session.session_key, third, hers):
        for tab in tabs[key]:
            lives_on(tab)


def test_everywhere_else_ends_on_every_process(urls, open_tabs, client_of, ada, grace):  # noqa: F811
    client = client_of(ada)
    phone, third, hers = session_of(ada), session_of(ada), session_of(grace)
    for key in (phone, third):
        row_of(key, ada)
    tabs = open_tabs(client.session.session_key, phone, third, hers)
    closes_at_once(tabs[phone] + tabs[third], lambda: over_http(client, urls, "/accounts/sessions/end-others/"))
    for tab in tabs[client.session.session_key] + tabs[hers]:
        lives_on(tab)
