"""The people of the matrix, and the objects that are Grace's."""

from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from tests.realtime.conftest import quiet  # noqa: F401 – also for the sockets here
from tests.security.roles import outcome, send, sign_in
from tests.security.rows import collected

ROLES = ("nobody", "eve", "grace", "ada", "deactivated")


@contextmanager
def afterwards_as_before():
    """What one role did is undone before the next one comes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def fill(grace):
    """`fill("settings/history/{change}/undo/")`: the address of Grace's object, made at this moment."""
    objects = collected("OBJECTS")

    def filled(address):
        return address.format(**{name: make(grace) for name, make in objects.items() if f"{{{name}}}" in address})

    return filled


@pytest.fixture
def answers(client_of, fill, eve, grace, ada):
    """`answers("post", address, row)`: what each role gets there, in the order of ROLES, from a site as it was before."""
    people = {"eve": eve, "grace": grace, "ada": ada, "deactivated": grace}

    def answer(role, method, address, row, **options):
        with afterwards_as_before():
            where = fill(address)
            client = sign_in(client_of, people.get(role), row, **options)
            if role == "deactivated":
                get_user_model().objects.filter(pk=grace.pk).update(is_active=False)
            return send(client, method, where, row)

    def all_answers(method, address, row):
        return tuple(outcome(answer(role, method, address, row)) for role in ROLES)

    all_answers.of = answer
    return all_answers
