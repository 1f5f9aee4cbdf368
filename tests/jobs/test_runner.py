"""The runner: many jobs at once, each to its end, whatever happens to it or to the worker."""

import signal

import pytest

from jobs import chores, kinds, news, wake
from jobs import runner as running
from jobs.runner import SORRY
from tests.jobs.conftest import until
from tests.jobs.models import Errand

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_new_job_is_done_without_waiting_for_the_next_look(runner, becomes, monkeypatch):
    monkeypatch.setattr(news, "POLL_SECONDS", 3600)
    runner()
    becomes(Errand.objects.create(), "done")


@pytest.mark.redis
def test_a_worker_elsewhere_is_woken_through_the_channel_layer(runner, becomes, monkeypatch):
    monkeypatch.setattr(news, "POLL_SECONDS", 3600)
    one = runner()
    until(lambda: one.is_hearing)
    monkeypatch.setattr(wake, "_here", set())  # as if it were another process
    becomes(Errand.objects.create(), "done")


def test_a_hint_that_was_lost_is_made_up_for_by_looking(runner, becomes):
    one = runner()
    Errand.objects.bulk_create([Errand()])  # tells nobody
    until(lambda: one.counts["done"] == 1)


def test_a_hint_that_was_lost_is_made_up_for_also_where_others_keep_coming(runner):
    one = runner()
    Errand.objects.create()
    until(lambda: one.counts["done"] == 1)  # its first look is over
    Errand.objects.bulk_create([Errand()])

    def named_another():
        one.wake("tests_jobs.Other")
        return one.counts["done"] == 2

    until(named_another)


def test_many_run_at_once_but_no_more_than_there_is_room(runner, becomes):
    one, most = runner(concurrency=4), 0
    errands = [Errand.objects.create(task="stroll") for _ in range(10)]
    while one.counts["done"] < len(errands):
        most = max(most, Errand.objects.running().count())
    assert 1 < most <= 4


def test_words_of_a_failure_are_kept_and_those_of_a_defect_are_not(runner, becomes, caplog):
    runner()
    assert becomes(Errand.objects.create(task="refuse"), "failed").error == "The shop is closed. Try again tomorrow."
    assert becomes(Errand.objects.create(task="stumble"), "failed").error == SORRY
    assert "a secret that no page may show" in caplog.text


def test_cancelling_stops_the_work_at_once(runner, becomes, monkeypatch):
    monkeypatch.setattr(news, "POLL_SECONDS", 3600)
    monkeypatch.setattr(running, "BEAT_SECONDS", 3600)
    one = runner()
    errand = Errand.objects.create(task="wait")
    until(lambda: Errand.objects.filter(pk=errand.pk, progress=1).exists())
    errand.cancel()
    becomes(errand, "cancelled")
    until(lambda: not one.tasks)


def test_work_on_a_row_that_is_gone_ends(runner, monkeypatch):
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.1)
    one = runner()
    Errand.objects.create(task="wait")
    until(lambda: Errand.objects.filter(progress=1).exists())
    Errand.objects.all().delete()
    until(lambda: not one.tasks)


def test_a_runner_that_stops_lets_work_finish_and_interrupts_what_does_not(runner, becomes):
    one = runner()
    quick, endless = Errand.objects.create(task="stroll"), Errand.objects.create(task="wait")
    until(lambda: len(one.tasks) == 2)
    one.stop(patience=2)
    becomes(quick, "done")
    becomes(endless, "interrupted")
    assert Errand.objects.create().state == "queued"


def test_an_error_of_the_database_costs_one_round_only(runner, becomes, monkeypatch):
    claim, failures = Errand.objects.claim, iter([RuntimeError("the database is away")] * 2)

    def claim_or_fail(*arguments):
        for failure in failures:
            raise failure
        return claim(*arguments)

    monkeypatch.setattr(type(Errand.objects), "claim", lambda manager, *arguments: claim_or_fail(*arguments))
    runner()
    becomes(Errand.objects.create(), "done")
    assert next(failures, None) is None


def test_a_killed_worker_leaves_its_job_interrupted_within_fifteen_seconds(worker, runner, becomes):
    process = worker()
    errand = Errand.objects.create(task="wait")
    until(lambda: Errand.objects.filter(pk=errand.pk, progress=1).exists(), seconds=30)
    process.kill()
    runner(concurrency=0)  # a web process: it runs nothing, but cleans up
    assert becomes(errand, "interrupted", seconds=15).progress == 1


def test_a_worker_that_is_told_to_stop_interrupts_what_it_cannot_finish(worker, becomes):
    process = worker()
    errand = Errand.objects.create(task="wait")
    until(lambda: Errand.objects.filter(pk=errand.pk, progress=1).exists(), seconds=30)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    becomes(errand, "interrupted", seconds=1)


def test_what_apps_want_done_now_and_then_is_done(runner, monkeypatch):
    done = []
    monkeypatch.setattr(chores, "_chores", [])
    chores.chore(seconds=0.01)(lambda: done.append(Errand.objects.count()))
    runner()
    until(lambda: len(done) > 2)


def test_what_the_first_job_would_wait_for_is_done_beforehand(runner, becomes, monkeypatch):
    done = []
    monkeypatch.setattr(running, "READY_SECONDS", 0)
    monkeypatch.setattr(kinds, "_beforehand", [])
    kinds.beforehand(lambda: 1 / 0)
    kinds.beforehand(lambda: done.append("ready"))
    runner()
    until(lambda: done == ["ready"])
    becomes(Errand.objects.create(), "done")
