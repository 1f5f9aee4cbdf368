"""How people look where they are shown to be here."""

import asyncio

import pytest
from django.db import transaction

from accounts.models import User
from accounts.presence import describe
from realtime import presence
from tests.accounts.sockets import LiveSocket, in_thread


def test_people_have_what_they_are_known_by(ada, eve, django_assert_num_queries):
    User.objects.filter(pk=ada.pk).update(status="Counting", avatar="avatars/abc.webp")
    with django_assert_num_queries(1):
        described = describe([ada.pk, eve.pk, 0])
    assert described == {
        ada.pk: {
            "name": "Ada Lovelace",
            "initials": "AL",
            "colour": ada.pk % 12,
            "picture": f"/people/{ada.pk}/avatar/abc.webp",
            "status": "Counting",
        },
        eve.pk: {"name": "Eve Moneypenny", "initials": "EM", "colour": eve.pk % 12, "picture": "", "status": ""},
    }


@pytest.fixture
def announced(monkeypatch):
    """What the processes are told."""
    heard = []
    monkeypatch.setattr(presence, "send", lambda group, message: heard.append((group, message)))
    return heard


def test_a_new_name_is_looked_up_again_after_the_commit(ada, announced, transactional_db):
    with transaction.atomic():
        ada.save()
        assert not announced
    assert announced == [("processes", {"type": "described", "user": ada.pk})]


@pytest.mark.django_db(transaction=True)
def test_a_new_name_shows_in_the_rooms_that_the_person_is_in(client_of, ada):
    async def scenario():
        async with LiveSocket(client_of(ada), rooms=["home"]) as socket:
            await told(socket, "Ada Lovelace")
            ada.display_name = "Ada King"
            await in_thread(ada.save)
            await told(socket, "Ada King")

    async def told(socket, name):
        while name not in [person["name"] for person in (await socket.message("presence"))["people"]]:
            pass

    asyncio.run(scenario())
