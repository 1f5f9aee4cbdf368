"""Jobs that need not wait for their turn: a runner of the process that makes them begins them at once."""

import pytest
from django.db import transaction

from jobs import news
from tests.jobs.conftest import until
from tests.jobs.models import Errand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_turns(monkeypatch):
    monkeypatch.setattr(Errand, "may_skip_queue", True)
    monkeypatch.setattr(news, "POLL_SECONDS", 3600)
    monkeypatch.setattr(type(Errand.objects.all()), "claim", lambda rows, worker, most: [])  # nothing is found in the queue


def test_a_new_job_is_claimed_as_it_is_made_and_begun_once_it_is_there(runner, becomes):
    one = runner()
    with transaction.atomic():
        errand = Errand.objects.create()
        assert (errand.state, errand.worker, errand.fence) == ("running", one.name, 1)
        assert not one.tasks
    assert becomes(errand, "done").fence == 1


def test_one_that_is_not_made_after_all_is_not_begun(runner, becomes):
    one = runner()
    with transaction.atomic():
        Errand.objects.create(task="stroll")
        transaction.set_rollback(True)
    becomes(Errand.objects.create(), "done")
    until(lambda: one.counts["done"] == 1 and not one.tasks)


def test_where_there_is_no_room_it_waits_for_its_turn(runner):
    one = runner(concurrency=1)
    Errand.objects.create(task="stroll")
    until(lambda: one.tasks)
    assert Errand.objects.create().state == "queued"


def test_a_runner_that_stops_is_handed_nothing(runner):
    one = runner()
    one.stop()
    assert Errand.objects.create().state == "queued"


def test_its_lease_runs_out_where_the_process_died_before_it_began(runner, monkeypatch):
    one = runner()
    monkeypatch.setattr(one, "hand", lambda job: None)
    errand = Errand.objects.create()
    assert list(Errand.objects.filter(lease_until__isnull=False)) == [errand]
    Errand.objects.update(lease_until=errand.queued_at)
    assert [row.pk for row in Errand.objects.interrupt_expired()] == [errand.pk]
