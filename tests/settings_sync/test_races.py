"""Two devices at the same moment, each in a thread with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from settings_sync.models import Mutation, Preference

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def at_once(*verbs):
    """Call all of them together; their results in order."""
    barrier = Barrier(len(verbs))

    def run(verb):
        try:
            barrier.wait()
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as threads:
        return list(threads.map(run, verbs))


def save(user, value, base, mutation_id, device):
    changes = {"max_tokens": {"value": value, "base_version": base}}
    return Preference.objects.save_changes(user, mutation_id, changes, device)["max_tokens"]


def test_of_two_writers_on_the_same_version_one_is_applied_and_one_is_asked(ada):
    for base in range(ROUNDS):
        results = at_once(
            lambda base=base: save(ada, 100 + base, base, uuid4(), "Laptop"),
            lambda base=base: save(ada, 200 + base, base, uuid4(), "Phone"),
        )
        assert sorted(result["status"] for result in results) == ["applied", "conflict"]
        assert {result["version"] for result in results} == {base + 1}


def test_one_mutation_sent_twice_at_once_is_applied_once(ada):
    for base in range(ROUNDS):
        mutation_id = uuid4()
        one = lambda base=base, mutation_id=mutation_id: save(ada, 100 + base, base, mutation_id, "Laptop")  # noqa: E731
        first, second = at_once(one, one)
        assert first == second
        assert (first["status"], first["version"]) == ("applied", base + 1)
    assert Mutation.objects.count() == ROUNDS


def test_an_operator_who_saves_at_the_same_moment_makes_a_version_of_his_own(ada):
    row = Preference.objects.create(user=ada, key="max_tokens", value=1)
    for _ in range(ROUNDS):
        before = Preference.objects.get(pk=row.pk).version
        at_once(row.save, lambda before=before: save(ada, 1000 + before, before, uuid4(), "Phone"))
        assert Preference.objects.get(pk=row.pk).version in (before + 1, before + 2)


def test_saves_of_two_people_do_not_wait_for_each_others_answers(ada, grace):
    results = at_once(lambda: save(ada, 1, 0, uuid4(), "Laptop"), lambda: save(grace, 2, 0, uuid4(), "Phone"))
    assert [result["status"] for result in results] == ["applied", "applied"]
