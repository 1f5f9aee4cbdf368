"""The work of a reply: ask the model, write down what it says, know what went wrong."""

import asyncio
from datetime import timedelta

from channels.db import database_sync_to_async
from django.utils import timezone

from chat import asking
from chat.backends import Refused
from chat.models import Reply
from chat.writer import Writer
from jobs.kinds import Failed, works
from usage import metering

FIRST_SECONDS = 90  # until the first token
BETWEEN_SECONDS = 60
TOTAL_SECONDS = 900
ENDED = {
    "length": "It reached the longest reply that you allow (Max tokens). Continue to go on.",
    "filter": "The provider stopped this reply by its own rules.",
    "": "The provider stopped without saying that it was finished.",
}


@works(Reply)
async def write_reply(reply):
    """Ends with all that was said in `reply`; raises Failed with words for the person."""
    try:
        asked = await _in_thread(asking.prepare, reply)
        admission = await _in_thread(metering.admit, asked.user, asked.model)
    except Refused as refused:
        raise _failed(reply, refused) from None
    writer = Writer(reply, asked.topic)
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            await _write(reply, asked, writer)
    except TimeoutError:
        raise _failed(
            reply, Refused(f"It took longer than {TOTAL_SECONDS // 60} minutes. Continue to go on.", "timeout")
        ) from None
    except Refused as refused:
        raise _failed(reply, refused) from None
    finally:
        await writer.close()
        await asyncio.shield(_in_thread(metering.settle, admission, reply.tokens_in, reply.tokens_out))


async def _write(reply, asked, writer):
    ended = ""
    pieces = aiter(asked.stream())
    try:
        while (piece := await _next(pieces, FIRST_SECONDS if not writer.has_begun else BETWEEN_SECONDS)) is not None:
            if writer.failure:
                raise writer.failure
            if piece.text or piece.reasoning:
                writer.write(piece.text, piece.reasoning)
            if piece.tokens_in is not None or piece.tokens_out is not None:
                reply.tokens_in, reply.tokens_out = piece.tokens_in, piece.tokens_out
            ended = piece.ended or ended
    finally:
        await pieces.aclose()
    reply.note = ENDED.get(ended, "") or asked.note
    if not writer.has_begun:
        raise Refused("The model answered with nothing. Try again, or with another model.", "none")


async def _next(pieces, seconds):
    try:
        async with asyncio.timeout(seconds):
            return await anext(pieces, None)
    except TimeoutError:
        raise Refused(f"The provider sent nothing for {seconds} seconds.", "timeout") from None


def _failed(reply, refused):
    reply.code = refused.code
    if refused.retry_after is not None:
        reply.retry_at = timezone.now() + timedelta(seconds=refused.retry_after)
    return Failed(str(refused))


async def _in_thread(function, *arguments):
    return await database_sync_to_async(function, thread_sensitive=False)(*arguments)
