"""Pages that are late: what they show has been hidden or deleted in another tab meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from chat.models import Conversation, Message
from tests.jobs.conftest import until
from tests.usage.test_races import in_a_connection, somebody_waits


@pytest.fixture
def branches(conversation, say):
    """{"first", "second"}: both hidden, as the first was said again in other words, which is "other"."""
    first, second = say(conversation, "first"), say(conversation, "second")
    other = conversation.revise(first, "other", uuid4())
    return {"first": first, "second": second, "other": other}


@pytest.fixture
def press(client_of, ada, conversation):
    """`press(message, "show")`: the button of it, in a page of Ada's. Returns the status of the answer."""
    client = client_of(ada)

    def press(message, verb):
        path = f"{conversation.get_absolute_url()}messages/{message.pk}/{verb}/"
        return client.post(path, {"text": "said late", "key": str(uuid4())}, "application/json").status_code

    return press


def said(conversation):
    """What its person said in the branch that is shown, which is one: each message follows the one above it."""
    rows = list(conversation.thread())
    assert [row.parent_id for row in rows] == [None, *(row.pk for row in rows)][: len(rows)]
    return [row.text for row in rows if not row.is_reply]


def test_showing_what_stands_below_something_hidden_shows_all_of_its_branch(conversation, branches, press):
    assert press(branches["second"], "show") == 200
    assert said(conversation) == ["first", "second"]


def test_saying_in_other_words_what_is_hidden_is_said_where_the_page_shows_it(conversation, branches, press):
    assert press(branches["second"], "revise") == 201
    assert said(conversation) == ["first", "said late"]
    branches["other"].branches.get().refresh_from_db()
    assert branches["other"].branches.get().is_being_written, "nobody asked for its end"


def test_saying_in_other_words_what_was_deleted_is_said_in_its_place(conversation, branches):
    late = Message.objects.get(pk=branches["second"].pk)
    branches["second"].remove()
    conversation.revise(late, "said late", uuid4())
    assert said(conversation) == ["first", "said late"]


@pytest.mark.redis
@pytest.mark.parametrize("verb", ["delete", "show", "continue", "revise"])
def test_what_goes_while_a_view_waits_for_the_lock_is_not_found(conversation, say, press, verb):
    first, second = say(conversation, "first"), say(conversation, "second")
    target = second.branches.get() if verb == "continue" else second
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            conversation.locked()
            pressing = other.submit(in_a_connection, partial(press, target, verb))
            until(somebody_waits)
            first.remove()
        assert pressing.result(20) == 404
    assert not conversation.messages.exists()


def test_showing_a_branch_leaves_other_conversations_alone(branches, ada, say, press):
    other = Conversation.objects.create(owner=ada, model="lockstep-guide")
    say(other, "elsewhere")
    press(branches["second"], "show")
    assert said(other) == ["elsewhere"]
