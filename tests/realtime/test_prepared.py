"""What a prepared query gives is what the queryset gives."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.models import Conversation, Message
from realtime.db.prepared import Prepared, Slot

pytestmark = pytest.mark.django_db(transaction=True)
People = get_user_model()


@pytest.fixture
def said(ada):
    """A message of Ada's in a conversation of hers."""
    row = Conversation.objects.create(owner=ada, model="m")
    return Message.objects.create(conversation=row, role="user", text="Hello", position=0)


def by_key(change=lambda rows: rows):
    return Prepared(lambda: change(Message.objects.filter(pk=Slot("pk", Message._meta.pk))))


def fields_of(row):
    """All that is known of a row without asking, with those that it leads to."""
    values = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    return values | {name: fields_of(other) for name, other in row._state.fields_cache.items() if other}


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows,
        lambda rows: rows.select_related("conversation__owner", "reply"),
        lambda rows: rows.select_related("conversation").only("text", "conversation__title"),
        lambda rows: rows.defer("text", "created_at"),
    ],
)
def test_rows_have_what_those_of_the_queryset_have(said, change):
    row, expected = by_key(change).first(pk=said.pk), change(Message.objects).get(pk=said.pk)
    assert type(row) is Message
    assert fields_of(row) == fields_of(expected)
    assert (row._state.adding, row._state.db, row.get_deferred_fields()) == (False, "default", expected.get_deferred_fields())


def test_what_is_locked_is_locked(said):
    lock = by_key(lambda rows: rows.select_for_update(of=("self",)))
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        lock(pk=said.pk)
    assert len(asked) == 1
    assert ("FOR UPDATE" in asked[0]["sql"]) == connection.features.has_select_for_update


def test_each_call_asks_the_database_anew(said):
    rows = by_key()
    assert rows.first(pk=said.pk).text == "Hello"
    Message.objects.filter(pk=said.pk).update(text="Good day")
    assert rows.first(pk=said.pk).text == "Good day"
    Message.objects.all().delete()
    assert (rows(pk=said.pk), rows.first(pk=said.pk)) == ([], None)


def test_values_go_to_their_slots_whatever_the_order_of_the_sql():
    at, field = timezone.now(), Session._meta.get_field
    Session.objects.bulk_create([Session(session_key=key, session_data="", expire_date=at) for key in ("a", "b", "c")])
    rows = Prepared(
        lambda: Session.objects.filter(
            Q(session_key=Slot("one", field("session_key"))) | Q(session_key=Slot("other", field("session_key"))),
            expire_date__gt=Slot("now", field("expire_date")),
        ).order_by("session_key")
    )
    later, sooner = at + timedelta(seconds=1), at - timedelta(seconds=1)
    assert [row.pk for row in rows(other="a", one="c", now=sooner)] == ["a", "c"]
    assert rows(one="a", other="c", now=later) == []
    with pytest.raises(KeyError):
        rows(one="a", now=sooner)


@pytest.mark.redis
def test_a_lock_outside_a_transaction_is_refused_as_ever(said):
    lock = by_key(lambda rows: rows.select_for_update())
    with transaction.atomic():
        lock(pk=said.pk)
    with pytest.raises(transaction.TransactionManagementError):
        lock(pk=said.pk)


def test_threads_share_it_and_ask_on_their_own_connections(ada):
    rows = Prepared(lambda: People.objects.filter(pk=Slot("pk", People._meta.pk)))
    found = [rows.first(pk=ada.pk)]

    def look():
        found.append(rows.first(pk=ada.pk))
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [ada] * 5
