"""The work of a reply: ask the model, write down what it says, know what went wrong."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

from channels.db import database_sync_to_async
from django.utils import timezone

from chat import asking
from chat.backends import Refused
from chat.models import Reply
from chat.writer import Writer
from jobs.kinds import Failed, works

FIRST_SECONDS = 90  # until the first token
BETWEEN_SECONDS = 60
TOTAL_SECONDS = 900
LONGEST = 2_000_000  # characters of one reply: more is no answer any more
ENDED = {
    "length": "It reached the longest reply that you allow (Max tokens). Continue to go on.",
    "filter": "The provider stopped this reply by its own rules.",
}


@works(Reply)
async def write_reply(reply):
    """Ends with all that was said in `reply`; raises Failed with words for the person."""
    try:
        await _ask(reply)
    except Refused as refused:
        reply.code = refused.code
        if refused.retry_after is not None:
            reply.retry_at = timezone.now() + timedelta(seconds=refused.retry_after)
        raise Failed(str(refused)) from None


async def _ask(reply):
    reply.was_asked = False
    asked = await database_sync_to_async(asking.prepare, thread_sensitive=False)(reply)
    reply.was_asked, reply.expected_in = True, asked.tokens
    writer = Writer(reply, asked.topic)
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            while asked is not None:
                asked = await _fitting(reply, asked, writer)
    except TimeoutError:
        raise Refused(f"It took longer than {TOTAL_SECONDS // 60} minutes. Continue to go on.", "timeout") from None
    finally:
        await writer.close()


async def _fitting(reply, asked, writer):
    """Write what the model says. Where the question is too long for it, returns a shorter one: a refusal costs nothing."""
    try:
        await _write(reply, asked, writer)
    except Refused as refused:
        shorter = asked.shorter() if refused.code == "too_long" and not writer.has_begun else None
        if shorter is None:
            raise
        return shorter


async def _write(reply, asked, writer):
    ended = ""
    async with aclosing(asked.stream()) as pieces:
        while (piece := await _next(pieces, FIRST_SECONDS if not writer.has_begun else BETWEEN_SECONDS)) is not None:
            if writer.failure:
                raise writer.failure
            if piece.text or piece.reasoning:
                writer.write(piece.text, piece.reasoning)
                reply.first_at = reply.first_at or timezone.now()
            _count(reply, piece)
            ended = piece.ended or ended
            if len(reply.text) + len(reply.reasoning) > LONGEST:
                raise Refused("The model did not stop, so it was stopped.", "broken")
    reply.note = ENDED.get(ended, "") or asked.note
    if not writer.has_begun:
        raise Refused("The model answered with nothing. Retry, or choose another model.", "none")


def _count(reply, piece):
    """The latest word of the provider on what it took, and what it calls it."""
    reply.request_id = piece.request_id[:120] or reply.request_id
    if piece.tokens_in is not None:
        reply.tokens_in = piece.tokens_in
    if piece.tokens_out is not None:
        reply.tokens_out = piece.tokens_out


async def _next(pieces, seconds):
    try:
        async with asyncio.timeout(seconds):
            return await anext(pieces, None)
    except TimeoutError:
        raise Refused(f"The provider sent nothing for {seconds} seconds. What came so far is kept.", "timeout") from None
