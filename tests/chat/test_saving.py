"""Rows saved by statements that are made once are saved as the ORM saves them."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, models
from django.db.models import F
from django.db.models.functions import Upper
from django.db.models.signals import post_save
from django.utils import timezone

from chat.models import Conversation, Message, Reply
from realtime.db.saving import PlainlySaved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row(ada):
    return Conversation.objects.create(owner=ada, model="m", title="Fjords", system_prompt="Be brief: 100 % 'sure'")


def kept(row):
    """All its fields, as the database has them."""
    return type(row).objects.values().get(pk=row.pk)


def test_it_is_how_these_are_saved(row):
    assert all(issubclass(model, PlainlySaved) for model in (Conversation, Message, Reply))
    assert Conversation._do_update is PlainlySaved._do_update


def test_a_new_row_is_there_as_it_was_made(row, ada):
    assert kept(row) == {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    assert (row._state.adding, row._state.db) == (False, "default")


def test_a_key_that_the_database_makes_comes_back(row):
    said = Message.objects.create(conversation=row, role="user", text="Hi", position=0)
    plain, with_an_expression = Reply(message=said, model="m"), Reply(message=said, model=Upper(models.Value("m")))
    plain.save()
    with_an_expression.save()
    assert with_an_expression.pk == plain.pk + 1
    assert Reply.objects.get(pk=with_an_expression.pk).model == "M"


def test_all_fields_are_saved_or_those_that_are_named(row):
    row.title, row.max_tokens = "Lakes", 5
    row.save(update_fields=["title"])
    assert (kept(row)["title"], kept(row)["max_tokens"]) == ("Lakes", 4096)
    row.temperature, row.deleted_at = 0.25, timezone.now()
    row.save()
    assert kept(row) == {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_expressions_are_left_to_the_orm(row):
    row.max_tokens = F("max_tokens") + 1
    row.save()
    assert kept(row)["max_tokens"] == 4097


def test_a_row_that_is_gone_is_made_again_unless_it_has_to_be_there(row):
    Conversation.objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError):
        row.save(force_update=True)
    row.save()
    assert Conversation.objects.filter(pk=row.pk).exists()


def test_what_the_database_refuses_is_refused(row):
    key = uuid4()
    Message.objects.create(conversation=row, role="user", position=0, key=key)
    with pytest.raises(IntegrityError):
        Message.objects.create(conversation=row, role="user", position=1, key=key)


def test_receivers_hear_of_it(row):
    heard = []

    def hear(sender, instance, created, update_fields, **kwargs):
        heard.append((created, update_fields))

    post_save.connect(hear, Conversation)
    try:
        row.save()
        row.save(update_fields=["title"])
        Conversation.objects.create(owner=row.owner, model="m")
    finally:
        post_save.disconnect(hear, Conversation)
    assert heard == [(False, None), (False, frozenset({"title"})), (True, None)]
