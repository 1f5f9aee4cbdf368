"""Tells workers that there is something to do or to cancel. Only a hint: every worker also looks once a second."""

import threading
from collections.abc import Callable
from functools import partial

GROUP = "jobs"

_here = set()  # callables that wake a worker of this process
_lock = threading.Lock()
_send: list[Callable[[str, dict], None]] = []


class Hook(partial):
    """For `on_commit`: it runs before pages are told, for somebody else begins to work by it."""

    hurries = True


def workers(kind="", cancelled=False):
    """Wake the workers of this process and, where there is a way to them, all others: a job waits, or is to be `cancelled`.

    `kind` is the label of the model of which one waits: whoever is woken looks there alone.
    """
    with _lock:
        here = list(_here)
    for wake in here:
        wake(kind, cancelled)
    for send in _send:
        send(GROUP, {"type": "wake", "kind": kind, "cancelled": cancelled})


def through(send):
    """Register how a message reaches the group of workers on other processes: `send(group, message)`, within milliseconds."""
    _send[:] = [send]


def listen(wake):
    """Call `wake(kind, cancelled)`, from whatever thread, when there is something to do. Returns a function that ends it."""
    with _lock:
        _here.add(wake)
    return lambda: _here.discard(wake)
