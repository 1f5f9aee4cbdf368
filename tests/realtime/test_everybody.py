"""Nobody, Eve and Ada at every address, topic, room and socket command. What is new and has no row here fails."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import get_resolver, reverse

from realtime import rooms, topics
from tests.realtime.tabs import run, tab_of

LOGIN = 302  # to the login page, or to where a signed-in person belongs
# address: what GET answers to (nobody, eve, ada)
ADDRESSES = {
    "": (LOGIN, 200, 200),
    "accounts/viewer.css": (200, 200, 200),
    "profile/": (LOGIN, 200, 200),
    "profile/badge/": (401, 200, 200),
    "profile/fields/": (401, 200, 200),
    "people/": (LOGIN, 404, 200),
    "people/list/": (401, 404, 200),
    "settings/": (LOGIN, 200, 200),
    "settings/state/": (401, 200, 200),
    "settings/save/": (405, 405, 405),
    "chat/": (LOGIN, 200, 200),
    "generations/": (LOGIN, 200, 200),
    "usage/": (LOGIN, 200, 200),
    "live/sync/": (405, 405, 405),
    "live/whoami/": (401, 200, 200),
    "live/token/": (200, 200, 200),
    "live/rooms/home/": (401, 200, 200),
    "live/rooms/attic/": (401, 404, 404),
    "healthz": (200, 200, 200),
    "styleguide/": (404, 404, 404),  # with DEBUG only; tests run without
    # allauth's own, as this site shows them
    "accounts/login/": (200, LOGIN, LOGIN),
    "accounts/logout/": (LOGIN, 200, 200),
    "accounts/inactive/": (200, 200, 200),
    "accounts/signup/": (200, LOGIN, LOGIN),
    "accounts/reauthenticate/": (LOGIN, 200, 200),
    "accounts/email/": (LOGIN, 200, 200),
    "accounts/confirm-email/": (200, 200, 200),
    "accounts/confirm-email/no-such-key/": (200, 200, 200),
    "accounts/password/change/": (LOGIN, 200, 200),
    "accounts/password/set/": (LOGIN, LOGIN, LOGIN),
    "accounts/password/reset/": (200, 200, 200),
    "accounts/password/reset/done/": (200, 200, 200),
    "accounts/password/reset/key/1-no-such-key/": (200, 200, 200),
    "accounts/password/reset/key/done/": (200, 200, 200),
    "accounts/login/code/confirm/": (LOGIN, LOGIN, LOGIN),
}
# address: what an empty POST answers to (nobody, eve, ada)
POSTS = {
    "settings/save/": (401, 400, 400),
    "live/sync/": (401, 200, 200),
    "settings/": (LOGIN, 422, 422),
    "profile/": (LOGIN, 422, 422),
    "people/": (LOGIN, 405, 405),
    "people/list/": (405, 405, 405),
    "profile/badge/": (405, 405, 405),
    "profile/fields/": (405, 405, 405),
    "settings/state/": (405, 405, 405),
    "live/token/": (405, 405, 405),
    "live/whoami/": (405, 405, 405),
}
# pattern: may (eve, ada) watch it, for Eve's pk and for Ada's
TOPICS = {
    "probe": {"eve": (False, True), "ada": (False, True)},
    "people": {"eve": (False, True), "ada": (False, True)},
    "user.{pk}.profile": {"eve": (True, False), "ada": (False, True)},
    "user.{pk}.preferences": {"eve": (True, False), "ada": (False, True)},
}
ROOMS = {"home": (True, True)}
COMMANDS = {"hello", "watch", "unwatch", "pong"}


def routes(patterns=None, prefix=""):
    """Every route of the site but the admin's, as text."""
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        yield from routes(pattern.url_patterns, route) if hasattr(pattern, "url_patterns") else [route]


def matches(route, address):
    expression = re.sub(r"<\w+:\w+>", "[^/]+", route.replace("^", "").removesuffix("$"))
    return re.fullmatch(expression, address)


@pytest.fixture
def clients(client, client_of, eve, ada):
    """Nobody, Eve and Ada."""
    return [client, client_of(eve), client_of(ada)]


def test_every_address_has_a_row():
    assert [route for route in routes() if not any(matches(route, address) for address in ADDRESSES)] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_gets_what(clients, address):
    answers = tuple(client.get(f"/{address}").status_code for client in clients)
    assert answers == ADDRESSES[address]


@pytest.mark.parametrize("address", POSTS)
def test_who_may_write_what(clients, address):
    answers = tuple(client.post(f"/{address}", content_type="application/json").status_code for client in clients)
    assert answers == POSTS[address]


def test_who_is_sent_to_the_login_page_comes_back(client, db):
    for address, (nobody, *_) in ADDRESSES.items():
        if nobody == LOGIN and not address.startswith("accounts/"):
            assert client.get(f"/{address}").url == f"{reverse(settings.LOGIN_URL)}?next=/{address}"


def test_eve_and_nobody_see_nothing_of_the_admin(clients):
    nobody, eve, ada = clients
    pages = ["admin:index", "admin:password_change", "admin:jsi18n"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages += [f"{name}_changelist", f"{name}_add"]
    for page in map(reverse, pages):
        for outsider in (nobody, eve):
            answer = outsider.get(page, follow=True)
            assert answer.status_code == 403 or answer.request["PATH_INFO"] == reverse(settings.LOGIN_URL), page
    assert ada.get(reverse("admin:index")).status_code == 200


# Topics, rooms and commands


def test_every_topic_room_and_command_has_a_row():
    assert set(topics.patterns()) == set(TOPICS)
    assert set(rooms.names()) == set(ROOMS)
    protocol = (settings.BASE_DIR / "docs" / "protocol.md").read_text()
    from_page = protocol.partition("### From the page")[2].partition("### From the server")[0]
    assert set(re.findall(r'"type": "(\w+)"', from_page)) == COMMANDS


@pytest.mark.parametrize("pattern", TOPICS)
def test_who_may_watch_what(pattern, eve, ada):
    for owner, name in ((eve, "eve"), (ada, "ada")):
        topic = pattern.format(pk=owner.pk)
        assert (topics.may_watch(eve, topic), topics.may_watch(ada, topic)) == TOPICS[pattern][name], topic


@pytest.mark.parametrize("room", ROOMS)
def test_who_may_enter_which_room(room, eve, ada):
    assert (rooms.may_enter(eve, room), rooms.may_enter(ada, room)) == ROOMS[room]


def test_whoever_is_deactivated_may_watch_nothing_of_colleagues(ada):
    ada.is_active = False
    assert not topics.may_watch(ada, "people")


def test_eve_gets_nothing_of_ada_by_any_command(quiet, eve, ada):
    """Whatever she asks for in a hello or a watch, she hears only of her own."""
    asked = {pattern.format(pk=person.pk): 0 for pattern in TOPICS for person in (eve, ada)}
    refused = [name for name in asked if not topics.may_watch(eve, name)]

    async def scenario():
        async with tab_of(eve) as tab:
            assert (await tab.hello(asked, ["home"]))["gone"] == refused
            await tab.send({"type": "watch", "topics": asked, "rooms": ["home", "attic"]})
            assert (await tab.next("watching"))["gone"] == [*refused, "attic"]
            await tab.send({"type": "unwatch", "topics": list(asked)})
            await tab.until_answered({"type": "pong"})

    run(scenario())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_nobody_gets_nowhere_by_any_command(quiet, command):
    async def scenario():
        async with tab_of(None) as tab:
            await tab.send({"type": command, "topics": [] if command == "unwatch" else {"people": 0}})
            if command != "hello":
                assert await tab.until_answered() == []
                await tab.send({"type": "hello", "topics": {"people": 0}})
            assert await tab.closing() == 4401

    run(scenario())
