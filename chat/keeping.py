"""Saves what the replies of one event loop have so far: each twice a second, and all that are due in one step into a thread."""

import asyncio
import logging
from time import monotonic
from weakref import WeakKeyDictionary

from django.db import Error as DatabaseFailure

from jobs.rounds import in_thread

logger = logging.getLogger("chat")

CHECKPOINT = 0.5  # seconds in which what was written is being saved
TOGETHER = 0.1  # seconds from one look for those that are due to the next

_keepers = WeakKeyDictionary()  # event loop → its keeper


def keeper():
    """That of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _keepers:
        _keepers[loop] = Keeper()
    return _keepers[loop]


class Keeper:
    """Takes from each writer what it has (`take`), writes that down, and says how it went: `kept`, or why not in its `failure`."""

    def __init__(self):
        self._looked_at = {}  # writer → when it was saved, or came
        self._task = None

    def join(self, writer):
        self._looked_at[writer] = monotonic()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    def leave(self, writer):
        """It hears no more, also of what is being saved for it just now."""
        self._looked_at.pop(writer, None)

    async def _run(self):
        try:
            while self._looked_at:
                await asyncio.sleep(TOGETHER)
                if taken := self._take_due():
                    self._tell(await in_thread(_keep_all, taken))
        finally:
            self._task = None

    def _take_due(self):
        """[(writer, what it has), …] of those that would else have waited too long at the next look."""
        before = monotonic() + TOGETHER - CHECKPOINT
        due = [writer for writer, at in self._looked_at.items() if at <= before and writer.has_news]
        self._looked_at.update(dict.fromkeys(due, monotonic()))
        return [(writer, taken) for writer in due if (taken := _step(writer, writer.take))]

    def _tell(self, outcomes):
        """A database that is away for a while costs only a checkpoint; a reply that is not ours any more, all of it."""
        for writer, taken, failure in outcomes:
            if writer not in self._looked_at:
                continue
            if failure is None:
                _step(writer, writer.kept, taken)
            elif isinstance(failure, DatabaseFailure):
                logger.warning("A checkpoint of %s failed, trying again", writer.reply, exc_info=failure)
                writer.has_news = True
            else:
                writer.failure = failure


def _step(writer, step, *arguments):
    """What fails in one writer ends that one alone."""
    try:
        return step(*arguments)
    except Exception as failure:
        writer.failure = failure


def _keep_all(taken):
    """[(writer, what was taken, the exception or None), …]"""
    outcomes = []
    for writer, what in taken:
        try:
            writer.reply.keep(what.text, what.reasoning)
        except Exception as failure:
            outcomes.append((writer, what, failure))
        else:
            outcomes.append((writer, what, None))
    return outcomes
