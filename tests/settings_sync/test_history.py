"""What changed, what was refused, and how it comes back: whichever way a setting is written, its history knows."""

from uuid import uuid4

import pytest
from django.db import transaction

from settings_sync.models import Preference, PreferenceChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(ada):
    def save(key, value, base, mutation_id=None, device="Laptop"):
        changes = {key: {"value": value, "base_version": base}}
        return Preference.objects.save_changes(ada, mutation_id or uuid4(), changes, device)[key]

    return save


def lines(user):
    """[(key, before, value, version, outcome), …], oldest first."""
    rows = PreferenceChange.objects.filter(user=user).order_by("pk")
    return [(row.key, row.before, row.value, row.version, row.outcome) for row in rows]


def test_a_save_leaves_a_line_with_what_was_before(save, ada):
    save("max_tokens", 10, 0)
    save("max_tokens", 20, 1)
    assert lines(ada) == [("max_tokens", 4096, 10, 1, "applied"), ("max_tokens", 10, 20, 2, "applied")]
    assert {row.device for row in PreferenceChange.objects.all()} == {"Laptop"}


def test_what_was_refused_is_kept_too(save, ada):
    save("system_prompt", "theirs", 0, device="Phone")
    save("system_prompt", "mine", 0)
    assert lines(ada)[-1] == ("system_prompt", "theirs", "mine", 1, "conflict")


def test_a_repeated_save_and_one_that_changes_nothing_leave_no_line(save, ada):
    mutation_id = uuid4()
    for _ in range(2):
        save("max_tokens", 10, 0, mutation_id)
    save("max_tokens", 10, 1)
    save("max_tokens", -5, 1)
    assert len(lines(ada)) == 1


def test_a_save_that_is_rolled_back_leaves_no_line(save, ada):
    with transaction.atomic():
        save("max_tokens", 10, 0)
        transaction.set_rollback(True)
    assert lines(ada) == []


def test_the_admin_pages_and_a_reset_leave_lines(client_of, ada, grace):
    row = Preference.objects.create(user=grace, key="temperature", value=0.5)
    client_of(ada).post(f"/admin/settings_sync/preference/{row.pk}/change/", {"value": "1.5", "shown_version": "1"})
    Preference.objects.filter(pk=row.pk).delete()
    assert [line[1:3] for line in lines(grace)] == [(0.7, 0.5), (0.5, 1.5), (1.5, 0.7)]


def test_a_save_with_its_line_costs_few_queries(save, django_assert_num_queries):
    save("max_tokens", 10, 0)
    with django_assert_num_queries(10):  # two of them the savepoint of this test
        save("max_tokens", 20, 1)


def test_lines_go_with_their_person(save, ada):
    save("max_tokens", 10, 0)
    ada.delete()
    assert not PreferenceChange.objects.exists()
