"""The work of a reply: ask the model, write down what it says, know what went wrong."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

from django.utils import timezone

from chat import asking, backends
from chat.backends import Refused, connections
from chat.counting import is_count
from chat.models import Reply
from chat.writer import Writer
from jobs.kinds import Failed, beforehand, works
from jobs.rounds import to_its_end
from realtime.texts import storable
from settings_sync.models import Provider

FIRST_SECONDS = 90  # until the first token
BETWEEN_SECONDS = 60
TOTAL_SECONDS = 900
LONGEST = 2_000_000  # characters of one reply: more is no answer any more
ENDED = {
    "length": "It reached the longest reply that you allow (Max tokens). Continue to go on.",  # the code by which it can
    "filter": "The provider stopped this reply by its own rules.",
}


@beforehand
def load_sdks():
    """Those of the providers that are offered: the first question would wait a second for its own."""
    for name in backends.sdks_for(Provider.objects.offered().values_list("kind", flat=True)):
        connections.load(name)


@works(Reply, whose="message__conversation__owner")
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
    asked = await to_its_end(asking.prepare, reply)
    reply.was_asked, reply.expected_in = True, asked.tokens
    writer = Writer(reply, asked.topic)
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            while asked is not None:
                asked = await _fitting(reply, asked, writer)
    except TimeoutError:
        raise Refused(f"It took longer than {TOTAL_SECONDS // 60} minutes. Continue to go on.", "timeout") from None
    finally:
        writer.close()


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
    try:
        async with asyncio.timeout(_patience_of(writer)) as patience, aclosing(asked.stream()) as pieces:
            await _write_all(reply, pieces, writer, patience, asked.note)
    except TimeoutError:
        words = f"The provider sent nothing for {_patience_of(writer)} seconds. What came so far is kept."
        raise Refused(words, "timeout") from None


def _patience_of(writer):
    """Seconds."""
    return BETWEEN_SECONDS if writer.has_begun else FIRST_SECONDS


async def _write_all(reply, pieces, writer, patience, note):
    """`patience` is how long the next piece may take."""
    ended, reply.note = "", note
    async for piece in pieces:
        if writer.failure:
            raise writer.failure
        if piece.text or piece.reasoning:
            writer.write(piece.text, piece.reasoning)
            reply.first_at = reply.first_at or timezone.now()
            _extend(patience)  # not for a sign of life that says nothing
        _count(reply, piece)
        ended = piece.ended or ended
        if len(reply.text) + len(reply.reasoning) > LONGEST:
            raise Refused("The model did not stop, so it was stopped.", "broken")
    reply.code = ended if ended in ENDED else ""
    reply.note = " ".join(filter(None, [ENDED.get(ended), note]))
    if not writer.has_begun:
        raise Refused("The model answered with nothing. Retry, or choose another model.", "none")


def _extend(patience):
    """From now on, but for a sixtieth: a timer for each token would cost more than to read it."""
    until = asyncio.get_running_loop().time() + BETWEEN_SECONDS
    if abs(until - patience.when()) > BETWEEN_SECONDS / 60:
        patience.reschedule(until)


def _count(reply, piece):
    """The latest word of the provider on what it took, and what it calls it. Words that mean nothing cost nothing."""
    reply.request_id = storable(piece.request_id)[:120] or reply.request_id
    if is_count(piece.tokens_in):
        reply.tokens_in = piece.tokens_in
    if is_count(piece.tokens_out):
        reply.tokens_out = piece.tokens_out
