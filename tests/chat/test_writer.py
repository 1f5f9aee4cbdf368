"""What pages hear of a reply that is being written."""

import asyncio
from types import SimpleNamespace
from uuid import uuid4

import pytest

from chat import writer as writing
from chat.writer import Writer


@pytest.fixture
def heard(monkeypatch):
    """The messages that would go to the pages."""
    messages = []
    monkeypatch.setattr(writing, "stream", lambda topic, key, message, is_last=False: messages.append(message))
    return messages


def test_nothing_is_shown_once_it_is_closed_however_close_the_last_save_was(heard, monkeypatch):
    monkeypatch.setattr(writing, "CHECKPOINT", 0.02)
    reply = SimpleNamespace(text="", reasoning="", checkpoint_number=0, message_id=uuid4())
    reply.keep = lambda text, reasoning: setattr(reply, "checkpoint_number", reply.checkpoint_number + 1)

    async def write():
        writer = Writer(reply, "topic")
        writer.write("One ")
        while not reply.checkpoint_number:
            writer.write("word ")
            await asyncio.sleep(0.001)
        while heard[-1]["to"] == 0:  # noqa: ASYNC110 – it is another task that gets there
            await asyncio.sleep(0)
        await writer.close()
        count = len(heard)
        await asyncio.sleep(2 * writing.WINDOW)
        return count

    assert asyncio.run(write()) == len(heard)
    assert {message["count"] for message in heard} == {1}
