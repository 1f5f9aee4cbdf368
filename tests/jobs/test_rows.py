"""The row is the job: who may take it, who may write it, and how it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobs.models import LostLease
from tests.jobs.models import Errand

pytestmark = pytest.mark.django_db(transaction=True)


def expire(errand):
    Errand.objects.filter(pk=errand.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_the_oldest_is_taken_first_and_no_more_than_asked_for():
    errands = [Errand.objects.create() for _ in range(3)]
    assert [errand.pk for errand in Errand.objects.claim("w", 2)] == [errand.pk for errand in errands[:2]]
    assert [errand.state for errand in Errand.objects.order_by("pk")] == ["running", "running", "queued"]


def test_many_workers_at_once_take_every_job_once():
    for _ in range(60):
        Errand.objects.create()

    def take(name):
        taken = []
        while found := Errand.objects.claim(f"w{name}", 3):
            taken += found
        connection.close()
        return taken

    with ThreadPoolExecutor(6) as pool:
        taken = [errand.pk for some in pool.map(take, range(6)) for errand in some]
    # A look that met only rows in other hands ends early, so some may be left, but none is taken twice.
    assert len(taken) == len(set(taken))
    assert Errand.objects.running().count() == len(taken)


def test_a_lease_runs_out_unless_it_is_prolonged():
    left, kept = Errand.objects.create(), Errand.objects.create()
    Errand.objects.claim("w", 2)
    expire(left)
    expire(kept)
    assert Errand.objects.prolong("w", [kept.pk]) == {kept.pk: False}
    assert [errand.pk for errand in Errand.objects.interrupt_expired()] == [left.pk]
    left.refresh_from_db()
    assert (left.state, left.lease_until) == ("interrupted", None)
    assert left.ended_at


def test_a_worker_that_lost_its_lease_can_write_nothing():
    Errand.objects.create()
    (errand,) = Errand.objects.claim("w", 1)
    expire(errand)
    Errand.objects.interrupt_expired()
    with pytest.raises(LostLease):
        errand.checkpoint(progress=7)
    with pytest.raises(LostLease):
        errand.finish("done")
    with pytest.raises(LostLease), errand.held() as row:
        row.progress = 7
    errand.refresh_from_db()
    assert (errand.state, errand.progress) == ("interrupted", 0)


def test_a_worker_with_an_older_fence_can_write_nothing():
    Errand.objects.create()
    (first,) = Errand.objects.claim("w", 1)
    Errand.objects.filter(pk=first.pk).update(state="queued")  # an operator put it back
    (second,) = Errand.objects.claim("w", 1)
    assert second.fence == first.fence + 1
    with pytest.raises(LostLease):
        first.checkpoint(progress=1)
    with pytest.raises(LostLease):
        first.finish("failed", "late")
    second.checkpoint(progress=2)
    second.finish("done")
    second.refresh_from_db()
    assert (second.state, second.progress, second.error) == ("done", 2, "")


def test_a_job_that_was_deleted_is_lost_too():
    Errand.objects.create()
    (errand,) = Errand.objects.claim("w", 1)
    Errand.objects.all().delete()
    with pytest.raises(LostLease):
        errand.finish("done")


def test_cancelling_ends_what_nobody_has_begun_and_asks_for_the_rest():
    waiting, running = Errand.objects.create(queued_at=timezone.now() + timedelta(hours=1)), Errand.objects.create()
    Errand.objects.claim("w", 1)
    assert waiting.cancel().state == "cancelled"
    assert running.cancel().state == "running"
    assert Errand.objects.prolong("w", [running.pk]) == {running.pk: True}
    running.refresh_from_db()
    Errand.objects.get(pk=running.pk).finish("cancelled")
    assert running.cancel().state == "cancelled"


def test_a_look_at_an_empty_queue_takes_no_lock(django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        assert Errand.objects.claim("w", 5) == []
    assert queries.captured_queries[0]["sql"].startswith("SELECT" if connection.vendor == "sqlite" else "WITH")
