"""What pages hear of a reply that is being written."""

import asyncio
import threading
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import OperationalError

from chat import keeping
from chat import writer as writing
from chat.writer import Writer
from jobs.models import LostLease


@pytest.fixture
def heard(monkeypatch):
    """The messages that would go to the pages."""
    messages = []
    monkeypatch.setattr(writing, "stream", lambda topic, key, message, is_last=False: messages.append(message))
    return messages


def often(monkeypatch):
    """A checkpoint every few milliseconds."""
    monkeypatch.setattr(keeping, "CHECKPOINT", 0.01)
    monkeypatch.setattr(keeping, "TOGETHER", 0.01)


def reply_of():
    return SimpleNamespace(text="", reasoning="", checkpoint_number=0, message_id=uuid4())


def test_nothing_is_shown_once_it_is_closed_however_close_the_last_save_was(heard, monkeypatch):
    often(monkeypatch)
    reply = reply_of()
    reply.keep = lambda text, reasoning: setattr(reply, "checkpoint_number", reply.checkpoint_number + 1)

    async def write():
        writer = Writer(reply, "topic")
        writer.write("One ")
        while not reply.checkpoint_number:
            writer.write("word ")
            await asyncio.sleep(0.001)
        while heard[-1]["to"] == 0:  # noqa: ASYNC110 – it is another task that gets there
            await asyncio.sleep(0)
        writer.close()
        count = len(heard)
        await asyncio.sleep(2 * writing.WINDOW)
        return count

    assert asyncio.run(write()) == len(heard)
    assert {message["count"] for message in heard} == {1}


def test_a_checkpoint_that_fails_costs_only_itself(heard, monkeypatch):
    often(monkeypatch)
    reply, kept = reply_of(), []

    def keep(text, reasoning):
        kept.append(text)
        if len(kept) == 1:
            raise OperationalError("the connection is lost")
        reply.checkpoint_number += 1

    reply.keep = keep

    async def write():
        writer = Writer(reply, "topic")
        writer.write("One")
        async with asyncio.timeout(10):
            while not reply.checkpoint_number:  # noqa: ASYNC110 – it is another task that gets there
                await asyncio.sleep(0.001)
        failure = writer.failure
        writer.close()
        return failure

    assert asyncio.run(write()) is None
    assert kept == ["One", "One"], "the same again, though nothing came meanwhile"


def test_a_lease_that_is_lost_ends_it(heard, monkeypatch):
    often(monkeypatch)
    reply = reply_of()

    def keep(text, reasoning):
        raise LostLease(1)

    reply.keep = keep

    async def write():
        writer = Writer(reply, "topic")
        writer.write("One")
        async with asyncio.timeout(10):
            while not writer.failure:  # noqa: ASYNC110 – it is another task that gets there
                await asyncio.sleep(0.001)
        failure = writer.failure
        writer.close()
        return failure

    assert isinstance(asyncio.run(write()), LostLease)


def test_those_that_are_due_are_saved_together_and_one_that_fails_is_alone_with_it(heard, monkeypatch):
    often(monkeypatch)
    replies, threads = [reply_of() for _ in range(5)], []

    def keep(reply):
        def kept(text, reasoning):
            threads.append(threading.get_ident())
            if reply is replies[2]:
                raise LostLease(1)
            reply.checkpoint_number += 1

        return kept

    async def write():
        writers = [Writer(reply, "topic") for reply in replies]
        for writer, reply in zip(writers, replies, strict=True):
            reply.keep = keep(reply)
            writer.write("One")
        async with asyncio.timeout(10):
            while len(heard) < 9:  # noqa: ASYNC110 – five first pieces, and word of four checkpoints
                await asyncio.sleep(0.001)
        failures = [writer.failure for writer in writers]
        for writer in writers:
            writer.close()
        return failures

    failures = asyncio.run(write())
    assert [isinstance(failure, LostLease) for failure in failures] == [False, False, True, False, False]
    assert (len(threads), len(set(threads))) == (5, 1)


def test_one_that_cannot_be_rendered_leaves_the_others_their_checkpoints(heard, monkeypatch):
    often(monkeypatch)
    broken, whole = reply_of(), reply_of()
    whole.keep = lambda text, reasoning: setattr(whole, "checkpoint_number", whole.checkpoint_number + 1)

    async def write():
        writers = [Writer(broken, "topic"), Writer(whole, "topic")]
        for writer in writers:
            writer.write("One")
        monkeypatch.setattr(writers[0], "take", lambda: 1 / 0)
        async with asyncio.timeout(10):
            while not (writers[0].failure and whole.checkpoint_number):  # noqa: ASYNC110 – another task gets there
                await asyncio.sleep(0.001)
        failures = [writer.failure for writer in writers]
        for writer in writers:
            writer.close()
        return failures

    failure, none = asyncio.run(write())
    assert isinstance(failure, ZeroDivisionError)
    assert none is None


def test_a_character_that_comes_in_two_halves_is_one(heard):
    reply = reply_of()

    async def write():
        writer = Writer(reply, "topic")
        for piece in ("smile \ud83d", "\ude00 and \ud83d", " a half", "\0"):
            writer.write(piece, "\ud800")
        writer.close()

    asyncio.run(write())
    assert reply.text == "smile \N{GRINNING FACE} and \ufffd a half"
    assert reply.reasoning == "\ufffd" * 4
    assert "".join(reply.blocks) == "<p>smile \N{GRINNING FACE} and \ufffd a half</p>\n"
