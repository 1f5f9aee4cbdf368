"""The processes that draw, shared by all event loops of this one, and the line in front of them.

No more is handed over than there are processes: what waits, waits here, so that it can be cancelled, and each pass stands in line anew,
so that wishes take turns.
"""

import asyncio
import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from generations.artwork import studio


class Pool:
    """At most `size` processes, started when they are first needed. Whoever was drawing when one died gets a BrokenProcessPool."""

    def __init__(self, size):
        self.size = self._free = size
        self._line, self._lock, self._executor = deque(), threading.Lock(), None

    @property
    def ahead(self):
        """How many would be in front of somebody who came now: 0 if a process is free."""
        with self._lock:
            return 0 if self._free else self.size + len(self._line)

    async def run(self, function, *arguments):
        """The result of the function in one of the processes, when it is its turn."""
        await self._turn()
        try:
            result = self._submit(function, arguments)
        except BaseException:
            self._give_back()
            raise
        # Also when nobody waits for it any more: the process is busy until the pass is done.
        result.add_done_callback(lambda _: self._give_back())
        return await asyncio.wrap_future(result)

    async def _turn(self):
        turn = Future()
        with self._lock:
            self._line.append(turn)
        self._call_next()
        try:
            await asyncio.wrap_future(turn)
        except asyncio.CancelledError:
            if not turn.cancel():  # it had just been granted
                self._give_back()
            raise

    def _give_back(self):
        with self._lock:
            self._free += 1
        self._call_next()

    def _call_next(self):
        while turn := self._next():
            if turn.set_running_or_notify_cancel():
                turn.set_result(None)
            else:
                with self._lock:
                    self._free += 1

    def _next(self):
        with self._lock:
            if not self._free or not self._line:
                return None
            self._free -= 1
            return self._line.popleft()

    def _submit(self, function, arguments):
        executor = self._started()
        try:
            if not _has_lost_one(executor):
                return executor.submit(function, *arguments)
        except BrokenProcessPool:
            pass
        self._drop(executor)  # one died some time ago; this call has nothing to do with it
        return self._started().submit(function, *arguments)

    def _started(self):
        with self._lock:
            if self._executor is None:
                # Spawned, not forked: sockets, locks and database connections of this process stay here.
                spawn = multiprocessing.get_context("spawn")
                self._executor = ProcessPoolExecutor(self.size, mp_context=spawn, initializer=studio.begin)
            return self._executor

    def _drop(self, executor):
        with self._lock:
            if self._executor is executor:
                self._executor = None
        executor.shutdown(wait=False)


def _has_lost_one(executor):
    """Whether a process has died. The executor hears of it in a thread of its own, and until then takes calls that it then fails."""
    return any(not process.is_alive() for process in (executor._processes or {}).values())


# A core is left to the pages wherever there is more than one.
pool = Pool(max(1, (os.cpu_count() or 1) - 1))
