import asyncio
import threading
from uuid import uuid4

import pytest

from chat.models import Conversation
from jobs.runner import Runner
from tests.jobs.conftest import until


@pytest.fixture
def conversation(ada, transactional_db):
    """An empty conversation of Ada's."""
    return Conversation.objects.open_new(ada)


@pytest.fixture
def say():
    """`say(conversation, "Hello")`: post a message as its owner. Returns it."""
    return lambda conversation, text: conversation.post(conversation.owner, text, uuid4())


@pytest.fixture
def replies(transactional_db):
    """A runner of replies, at work in a thread."""
    runner = Runner(concurrency=20)
    thread = threading.Thread(target=asyncio.run, args=(runner.run(),), daemon=True)
    thread.start()
    until(lambda: runner.loop)
    yield runner
    runner.stop()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def replied():
    """`replied(message)`: wait until the reply to it has ended. Returns the reply's message."""

    def wait(message):
        return until(lambda: message.branches.select_related("reply").exclude(reply__state__in=["queued", "running"]).first())

    return wait
