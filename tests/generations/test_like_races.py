"""Who does not like an image any more says so in two tabs at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from generations.models import Like
from tests.jobs.conftest import until
from tests.usage.test_races import in_a_connection, somebody_waits

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


def unlike_twice(person, row):
    """The second one looks for the like while the first has not committed, and goes on when it has."""

    def unlike():
        in_a_connection(lambda: Like.put(person, row, False))

    with ThreadPoolExecutor(2) as others:
        with transaction.atomic():
            Like.put(person, row, False)
            second = others.submit(unlike)
            until(lambda: others.submit(in_a_connection, somebody_waits).result())
        second.result(20)


def test_it_counts_once(ada, grace, make):
    row = make(ada)
    for person in (ada, grace):
        Like.put(person, row, True)
    unlike_twice(grace, row)
    row.refresh_from_db()
    assert row.likes_count == row.likes.count() == 1


def test_it_never_fails(ada, grace, make):
    row = make(ada)
    Like.put(grace, row, True)
    unlike_twice(grace, row)
    row.refresh_from_db()
    assert row.likes_count == row.likes.count() == 0
