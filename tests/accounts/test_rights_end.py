"""Rights end at once: what happens to an open socket when its session or its person changes."""

import asyncio

import pytest

from tests.accounts.sockets import LiveSocket, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def code_after():
    """`code_after(client, act)`: with which code the client's socket is closed once `act()` has been done."""

    async def run(client, act):
        async with LiveSocket(client, "people") as socket:
            await in_thread(act)
            return await socket.close_code()

    return lambda client, act: asyncio.run(run(client, act))


def test_signing_out_in_one_tab_ends_the_sockets_of_its_session(client_of, ada, code_after):
    client = client_of(ada)
    assert code_after(client, lambda: client.post("/accounts/logout/")) == 4401


def test_a_deactivation_ends_the_sockets_of_the_person(client_of, grace, code_after):
    def deactivate():
        grace.is_active = False
        grace.save()

    assert code_after(client_of(grace), deactivate) == 4401


def test_a_changed_password_ends_the_sockets_of_the_person(client_of, grace, code_after):
    def change():
        grace.set_password("another good one")
        grace.save()

    assert code_after(client_of(grace), change) == 4401


def test_a_deletion_ends_the_sockets_of_the_person(client_of, grace, code_after):
    assert code_after(client_of(grace), grace.delete) == 4401


def test_who_becomes_external_loses_the_list_and_keeps_the_tab(client_of, grace):
    async def scenario():
        async with LiveSocket(client_of(grace), "people", grace.profile_topic) as socket:
            grace.kind = "external"
            await in_thread(grace.save)
            assert (await socket.message("gone"))["topics"] == ["people"]

    asyncio.run(scenario())


def test_a_stranger_is_told_that_the_list_is_not_for_her(client_of, eve):
    async def scenario():
        async with LiveSocket(client_of(eve), "people") as socket:
            assert socket.welcome["gone"] == ["people"]

    asyncio.run(scenario())
