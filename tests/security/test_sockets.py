"""Nobody, a stranger, the owner, staff and whoever is deactivated at every topic, room and socket command."""

import re

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from realtime import rooms, topics
from tests.browsers import session_of
from tests.realtime.tabs import run, tab_of
from tests.security.rows import collected
from tests.security.rows.site import COMMANDS

TOPICS = collected("TOPICS")
ROOMS = collected("ROOMS")
OBJECTS = {"pk": lambda grace: grace.pk, **collected("OBJECTS")}


@pytest.fixture
def people(eve, grace, ada):
    return [AnonymousUser(), eve, grace, ada]


@pytest.fixture
def topic_of(grace):
    """`topic_of("user.{pk}.profile")`: Grace's."""
    return lambda pattern: pattern.format(
        **{name: make(grace) for name, make in OBJECTS.items() if f"{{{name}}}" in pattern},
    )


def test_every_topic_room_and_command_has_a_row():
    assert set(topics.patterns()) == set(TOPICS)
    assert set(rooms.names()) == set(ROOMS)
    protocol = (settings.BASE_DIR / "docs" / "protocol.md").read_text()
    from_page = protocol.partition("### From the page")[2].partition("### From the server")[0]
    assert set(re.findall(r'"type": "(\w+)"', from_page)) == COMMANDS


@pytest.mark.parametrize("pattern", TOPICS)
def test_who_may_watch_what(pattern, people, topic_of):
    assert tuple(topics.may_watch(person, topic_of(pattern)) for person in people) == TOPICS[pattern]


@pytest.mark.parametrize("room", ROOMS)
def test_who_may_enter_which_room(room, people):
    assert tuple(rooms.may_enter(person, room) for person in people[1:]) == ROOMS[room]


def test_a_stranger_gets_nothing_of_anothers_by_any_command(quiet, eve, ada, topic_of):
    """Whatever she asks for in a hello or a watch, she hears only of her own."""
    refused = [topic_of(pattern) for pattern, (_, stranger, *_) in TOPICS.items() if not stranger]
    asked = dict.fromkeys([*refused, eve.profile_topic], 0)

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
    run(turned_away(command, session=None))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_whoever_is_deactivated_gets_nowhere_either(quiet, grace, command):
    session = session_of(grace)
    get_user_model().objects.filter(pk=grace.pk).update(is_active=False)
    run(turned_away(command, session))


async def turned_away(command, session):
    async with tab_of(session=session) as tab:
        await tab.send({"type": command, "topics": [] if command == "unwatch" else {"people": 0}})
        if command != "hello":
            assert await tab.until_answered() == []
            await tab.send({"type": "hello", "topics": {"people": 0}})
        assert await tab.closing() == 4401


def test_whoever_is_deactivated_meanwhile_is_shown_out(quiet, grace):
    """No message needs to arrive for that: each wish to watch is answered from the database."""

    async def scenario():
        async with tab_of(grace) as tab:
            await tab.hello({grace.profile_topic: 0})
            await database_sync_to_async(get_user_model().objects.filter(pk=grace.pk).update)(is_active=False)
            await tab.send({"type": "watch", "topics": {"people": 0}})
            assert await tab.closing() == 4401

    run(scenario())
