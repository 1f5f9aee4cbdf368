"""Somebody deletes their account while replies to them end. Real connections that wait for each other."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.deletion import LastOperator, delete_account
from chat.models import Conversation, Reply
from jobs.kinds import end_all_of
from tests.jobs.conftest import until
from tests.usage.test_races import in_a_connection, somebody_waits
from usage.checking import check
from usage.models import UsageLog


@pytest.fixture
def running(grace, transactional_db):
    """Three replies to Grace, at work somewhere."""

    def run(number):
        talk = Conversation.objects.create(owner=grace, model="lockstep-guide")
        reply = talk.post(grace, "Hi", uuid4()).branches.get().reply
        reply.taken_by("a worker")
        reply.save()
        return Reply.objects.get(pk=reply.pk)

    return [run(number) for number in range(3)]


def is_gone(person):
    return not get_user_model().objects.filter(pk=person.pk).exists()


@pytest.mark.redis
def test_a_reply_ends_while_its_person_is_deleted_and_neither_waits_in_a_circle(grace, running):
    """Its worker has its rows, and comes to the account when the deletion waits for them."""
    has_begun = threading.Event()

    def end():
        with running[2].held() as row:
            has_begun.set()
            until(somebody_waits)
            row.conclude(Reply.State.DONE)

    with ThreadPoolExecutor(1) as other:
        ending = other.submit(in_a_connection, end)
        assert has_begun.wait(10)
        delete_account(grace)
        ending.result(20)
    assert is_gone(grace)
    assert sorted(UsageLog.objects.values_list("outcome", flat=True)) == ["cancelled", "cancelled", "done"]
    assert not list(check())


@pytest.mark.redis
def test_a_worker_that_comes_late_with_its_end_does_not_wait_in_a_circle_either(grace, running):
    """It has locked the conversation, and comes to the reply, which was ended, when the deletion is under way."""
    end_all_of(grace)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            running[0].message.conversation.locked()
            deleting = other.submit(in_a_connection, partial(delete, grace))
            until(somebody_waits)
            assert not running[0].locked().is_unfinished
        deleting.result(20)
    assert is_gone(grace)


def delete(person):
    with transaction.atomic():
        person.delete()


def test_what_works_for_others_goes_on(grace, ada, running):
    other = Conversation.objects.create(owner=ada, model="lockstep-guide")
    reply = other.post(ada, "Hi", uuid4()).branches.get().reply
    delete_account(grace)
    reply.refresh_from_db()
    assert reply.is_unfinished
    assert not list(check())


def test_where_the_last_operator_has_to_stay_nothing_of_theirs_ends(ada, transactional_db):
    reply = Conversation.objects.open_new(ada).post(ada, "Hi", uuid4()).branches.get().reply
    with pytest.raises(LastOperator):
        delete_account(ada)
    reply.refresh_from_db()
    assert reply.is_unfinished


@pytest.mark.parametrize("path", ["{pk}/delete/", ""])
def test_the_admin_ends_what_works_for_a_person_before_it_deletes(client_of, ada, grace, running, monkeypatch, path):
    """Each in a transaction of its own: the deletion would keep what the end of the first one locks."""
    ends, within = Reply.end_before_it_goes, []

    def end(reply):
        within.append(transaction.get_connection().in_atomic_block)
        ends(reply)

    monkeypatch.setattr(Reply, "end_before_it_goes", end)
    fields = {"post": "yes", "action": "delete_selected", "_selected_action": [grace.pk]}
    client_of(ada).post(f"/admin/accounts/user/{path.format(pk=grace.pk)}", fields)
    assert is_gone(grace)
    assert within == [False] * 3
