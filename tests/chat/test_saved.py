"""What is shown as it was saved is what a page shows that reads it, and costs no reading."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import lists, regions
from chat.models import Reply
from realtime.frames import collecting


@pytest.fixture
def shown(conversation):
    """`with shown() as fragments`: afterwards the HTML that pages were sent meanwhile."""

    @contextmanager
    def collect():
        fragments = []
        with collecting() as frames:
            yield fragments
        fragments += [patch["html"] for frame in frames for patch in frame.get("patches", ()) if patch["op"] == "upsert"]

    return collect


@pytest.fixture
def written():
    """`written("text")`: the reply that waits has been written by a worker."""

    def write(text):
        (reply,) = Reply.objects.claim("worker", 1)
        reply.text, reply.tokens_in, reply.tokens_out = text, 3, 4
        reply.finish("done")

    return write


def page_of(conversation):
    return regions.thread(conversation).html() + lists.conversations(conversation.owner).html()


def test_a_frame_shows_what_a_fresh_page_shows(conversation, say, shown, written):
    with shown() as fragments:
        say(conversation, "  A  <b>question</b>  ")
    page = page_of(conversation)
    assert len(fragments) == 3
    assert [html for html in fragments if html not in page] == []
    with shown() as fragments:
        written("An **answer**")
    page = page_of(conversation)
    assert len(fragments) == 2
    assert [html for html in fragments if html not in page] == []


def test_the_same_in_another_branch(conversation, say, shown, written):
    said = say(conversation, "A question")
    written("One")
    first = said.branches.get()
    conversation.regenerate(first)
    with shown() as fragments:
        written("Another")
    page = page_of(conversation)
    assert "2 of 2" in "".join(fragments)
    assert [html for html in fragments if html not in page] == []


def test_a_question_is_asked_in_few_queries(client_of, ada, conversation, written):
    client, data = client_of(ada), {"text": "Hello", "key": "00000000-0000-4000-8000-000000000001"}
    client.get(conversation.get_absolute_url())
    with CaptureQueriesContext(connection) as asking:
        client.post(f"{conversation.get_absolute_url()}messages/new/", data, content_type="application/json")
    with CaptureQueriesContext(connection) as ending:
        written("Hello yourself")
    assert reads(asking) <= 3, "conversation, key, last message"
    assert reads(ending) <= 6, "two for claiming, two locks, other replies, branches"


def reads(queries):
    """How many look at conversations and what is in them."""
    return sum(query["sql"].startswith("SELECT") and 'FROM "chat_' in query["sql"] for query in queries)
