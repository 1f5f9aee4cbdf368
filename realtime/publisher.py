"""Hands messages to the transport without ever slowing or breaking the write that caused them."""

import asyncio
import atexit
import logging
import os
import threading
import time
from collections import deque
from contextlib import suppress

from realtime import transports

logger = logging.getLogger("realtime.publisher")

MOST_WAITING = 10_000
SEND_SECONDS = 1.0
AT_ONCE = 64  # messages
APART = 0.010  # seconds between two sends: a busy process says many things at once
PATIENCE = 0.005  # seconds that `send_ahead` waits at most: longer than a send takes where Redis is well


class Publisher:
    """One thread with its own event loop and a bounded queue. Full or failing means: hint lost, logged, healed by the sweep."""

    def __init__(self):
        self._lock = threading.Lock()
        self._loop = None
        self._queue = deque()  # (group, key, the message in a list of its own, what is set when it went alone, else None)
        self._waiting = 0
        self._idle = threading.Event()
        self._idle.set()
        self._complained = self._sent_at = 0.0
        self._replaceable = {}  # (group, key) → the message that waits, in its list

    def send(self, group, message, key=None, is_last=False, alone=None):
        """A message with a `key` takes the place of the one with this key that still waits. `is_last`: none takes its place.

        `alone`: it is not for hubs, who alone take many messages in one; this Event is set when it has gone.
        """
        if self._waiting >= MOST_WAITING:
            return self._complain("the queue is full")
        with self._lock:
            if key and (waiting := self._replaceable.get((group, key))):
                waiting[:] = [message]
                if is_last:
                    del self._replaceable[group, key]
                return None
            held = [message]
            if key and not is_last:
                self._replaceable[group, key] = held
            self._waiting += 1
            self._idle.clear()
            self._queue.append((group, key, held, alone))
            loop = self._loop or self._start()
            if len(self._queue) == 1:  # it sleeps, or will look again
                loop.call_soon_threadsafe(self._filled.set)
            if alone:
                loop.call_soon_threadsafe(self._hurried.set)

    def flush(self, timeout):
        """Wait until everything handed over has been sent or given up. `timeout` in seconds; False if it was too short."""
        return self._idle.wait(timeout)

    def _start(self):
        self._loop, self._filled, self._hurried = asyncio.new_event_loop(), asyncio.Event(), asyncio.Event()
        threading.Thread(target=self._run, name="realtime-publisher", daemon=True).start()
        return self._loop

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._send_all())

    async def _send_all(self):
        while True:
            await self._filled.wait()
            self._filled.clear()
            while some := await self._gather():
                try:
                    await asyncio.wait_for(transports.current().send(some), SEND_SECONDS)
                except Exception as error:
                    self._complain(repr(error))
                self._are_sent(some)

    async def _gather(self):
        """What waits, once a while has passed since the last send; at once where something goes alone, for workers wait for it."""
        pause = self._sent_at + APART - time.monotonic()
        if pause > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurried.wait(), pause)
        self._hurried.clear()
        self._sent_at = time.monotonic()
        return self._take()

    def _take(self):
        """[(group, message, alone), …]: what waits, the first ones of it."""
        taken = []
        with self._lock:
            while self._queue and len(taken) < AT_ONCE:
                group, key, held, alone = self._queue.popleft()
                if self._replaceable.get((group, key)) is held:
                    del self._replaceable[group, key]
                taken.append((group, held[0], alone))
        return taken

    def _are_sent(self, messages):
        with self._lock:
            self._waiting -= len(messages)
            if not self._waiting:
                self._idle.set()
        for _, _, alone in messages:
            if alone:
                alone.set()

    def _complain(self, reason):
        if time.monotonic() - self._complained > 5:
            self._complained = time.monotonic()
            logger.warning("A hint was lost, pages heal within seconds: %s", reason)


_publisher = Publisher()


def send(group, message, key=None, is_last=False, alone=None):
    """Send a message to every process that joined the group. Returns at once and never raises. For the rest see Publisher."""
    transport = transports.current()
    if transport.is_local:
        transport.send_now(group, message)
    else:
        _publisher.send(group, message, key, is_last, alone)


def send_ahead(group, message):
    """The same for what is not for hubs and somebody waits for, and it is out already, at most PATIENCE later.

    A thread that goes on to work keeps Python's lock, and with it the one that sends, for milliseconds.
    """
    gone = threading.Event()
    send(group, message, alone=gone)
    if not transports.current().is_local:
        gone.wait(PATIENCE)


def flush(timeout=2.0):
    """At the end of a command: let the last hints out. `timeout` in seconds."""
    return _publisher.flush(timeout)


def _forget():
    global _publisher
    _publisher = Publisher()


atexit.register(flush)
os.register_at_fork(after_in_child=_forget)
