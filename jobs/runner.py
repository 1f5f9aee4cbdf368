"""Runs queued jobs: many at once on one event loop, in a worker process or in a thread of the web process."""

import asyncio
import logging
import os
import socket
from contextlib import suppress
from functools import partial
from time import monotonic
from uuid import uuid4

from jobs import chores, handing, news, remote, wake
from jobs.ending import write_end
from jobs.kinds import Failed, registered, steps_beforehand
from jobs.models import Job, LostLease, Worker
from jobs.news import News
from jobs.rounds import every, in_thread, quietly, to_its_end
from jobs.running import Running

logger = logging.getLogger("jobs")

ROOM = 200  # jobs at the same time: they mostly wait for somebody else's machine
BEAT_SECONDS = 2.5
METRICS_SECONDS = 60
READY_SECONDS = 2  # after its begin: whoever waits for the server comes first
WRITE_SECONDS = 5  # for what was interrupted to be written
SORRY = "Something went wrong here. It has been logged; try again."

State = Job.State


class Runner:
    """Claims jobs while it has room, keeps their leases, ends them. `concurrency` 0 only cleans up after others."""

    def __init__(self, concurrency, kinds=None):
        self.concurrency = concurrency
        self.kinds = registered() if kinds is None else kinds
        self.name = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid4().hex[:8]}"
        self._running = Running(self._work, self._one_ended)
        self.tasks = self._running.tasks  # (model, pk) → task
        self.counts = dict.fromkeys((State.DONE, State.FAILED, State.CANCELLED, State.INTERRUPTED), 0)
        self._news, self._stopping = News(), False
        self._patience = 0.0
        self.loop = self._woken = None
        self.is_hearing = False  # whether messages of other processes reach it

    async def run(self):
        """Until `stop`. Every round is on its own: a database that is away for a while costs only the while."""
        self._woken, self.loop = asyncio.Event(), asyncio.get_running_loop()
        unlisten, withdraw = wake.listen(self.wake), handing.offer(self)
        rounds = [(BEAT_SECONDS, self._beat), (METRICS_SECONDS, self._report)]
        rounds += [(seconds, partial(in_thread, function)) for seconds, function in chores.registered()]
        background = [asyncio.create_task(every(*each)) for each in rounds]
        if self.concurrency:
            background += [asyncio.create_task(each) for each in (remote.hear(self), self._make_ready())]
        try:
            await quietly(self._say_alive)
            while not self._stopping:
                await quietly(self._claim)
                await self._pause()
        finally:
            unlisten()
            withdraw()
            await self._end_all()
            for task in background:
                task.cancel()
            await quietly(self._leave)

    def wake(self, kind="", cancelled=False):
        """Look for work of this kind now, and for what is to be cancelled. May be called from any thread."""
        self._news.hear(kind, cancelled)
        with suppress(RuntimeError):  # the loop has been closed
            if self.loop:
                self.loop.call_soon_threadsafe(self._woken.set)

    def has_room(self, model):
        """Whether a job of this kind can begin here now. May be called from any thread."""
        return model in self.kinds and len(self.tasks) < self.concurrency and not self._stopping

    def hand(self, job):
        """Begin a job that is claimed for this runner already. May be called from any thread; while it stops, the lease runs out."""
        with suppress(RuntimeError):  # the loop has been closed
            self.loop.call_soon_threadsafe(self._start, job)

    def stop(self, patience=0.0):
        """Take no more jobs; what still runs after `patience` seconds is interrupted. May be called from any thread."""
        self._patience, self._stopping = patience, True
        self.wake()

    # Rounds

    async def _pause(self):
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), news.POLL_SECONDS)
        self._woken.clear()
        if self._news.take_cancelled():
            await quietly(self._look_for_cancelled)

    async def _claim(self):
        for model in self._news.take_kinds(self.kinds):
            room = self.concurrency - len(self.tasks)
            if room > 0:
                for job in await in_thread(model.objects.claim, self.name, room):
                    self._start(job)

    async def _say_alive(self):
        if self.concurrency:
            await in_thread(Worker.objects.beat, self.name, self.concurrency, len(self.tasks))

    async def _leave(self):
        if self.concurrency:
            await in_thread(Worker.objects.leave, self.name)

    async def _make_ready(self):
        await asyncio.sleep(READY_SECONDS)
        for step in steps_beforehand():
            await quietly(partial(in_thread, step))

    async def _beat(self):
        await self._say_alive()
        for model in self.kinds:
            await self._prolong(model)
            for job in await in_thread(model.objects.interrupt_expired):
                logger.warning("%s %s was left behind by %s", model.__name__, job.pk, job.worker)

    async def _prolong(self, model):
        """Whatever the rows do not know as ours any more has been taken from us: stop working on it."""
        if running := self._running.of(model):
            held = await in_thread(model.objects.prolong, self.name, running)
            for pk in running:
                if held.get(pk, True):
                    self._running.cancel(model, pk)

    async def _look_for_cancelled(self):
        for model in {model for model, _ in self.tasks}:
            asked = model.objects.running().filter(worker=self.name, cancel_asked=True)
            for pk in await in_thread(_keys, asked):
                self._running.cancel(model, pk)

    async def _report(self):
        counts = " ".join(f"{state.value}={count}" for state, count in self.counts.items())
        logger.info("jobs: running=%s %s room=%s", len(self.tasks), counts, self.concurrency - len(self.tasks))

    # One job

    def _start(self, job):
        if not self._stopping:
            self._running.start(job, self.loop)

    def _one_ended(self):
        if len(self.tasks) >= self.concurrency:
            self._woken.set()  # there is room again

    async def _work(self, job, key):
        """What has its outcome is written, however often it is cancelled meanwhile: all that it made would be lost."""
        started, is_written = monotonic(), True
        state, error = await self._outcome(job, key)
        with suppress(asyncio.CancelledError):
            is_written = await to_its_end(write_end, job, state, error)
        if is_written:
            self.counts[state] += 1
            logger.debug("%s %s %s after %.2f s", key[0].__name__, job.pk, state, monotonic() - started)

    async def _outcome(self, job, key):
        """(state, words) that this job ends with."""
        if not self._running.begin(key):
            return State.CANCELLED, ""
        try:
            await self.kinds[type(job)](job)
        except asyncio.CancelledError:
            return (State.CANCELLED if self._running.is_cancelled(key) else State.INTERRUPTED), ""
        except Failed as failure:
            return State.FAILED, str(failure)
        except LostLease:
            return State.INTERRUPTED, ""
        except Exception:
            logger.exception("%s %s failed", key[0].__name__, job.pk)
            return State.FAILED, SORRY
        return State.DONE, ""

    # The end

    async def _end_all(self):
        """Let what runs come to its end for a while, interrupt the rest, and wait until all of it is written."""
        tasks = list(self.tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._patience)
            for task in late:
                task.cancel()
            await asyncio.wait(tasks, timeout=WRITE_SECONDS)


def _keys(rows):
    return list(rows.values_list("pk", flat=True))
