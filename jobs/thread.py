"""A runner beside the web server, in a thread with an event loop of its own."""

import asyncio
import threading
from functools import partial

from jobs.runner import Runner

PATIENCE = 3.0  # seconds that jobs get to finish when the process ends


def start(concurrency):
    """Run jobs in this process from now on. Returns what ends it: `stop()`, which waits until all is written.

    It is called by itself when Python ends; a server that is killed by its own signal instead has to call it before.
    """
    runner = Runner(concurrency)
    thread = threading.Thread(target=asyncio.run, args=(runner.run(),), name="jobs", daemon=True)
    thread.start()
    stop = partial(_stop, runner, thread)
    _before_threads_end(stop)
    return stop


def _stop(runner, thread, patience=PATIENCE):
    runner.stop(patience)
    thread.join(patience + 6)


def _before_threads_end(function):
    """`atexit` comes too late: thread pools take no work by then, and nothing could be written any more.

    The hook that Python's own pools use has no public name. Without it leases run out, and the jobs end as interrupted.
    """
    register = getattr(threading, "_register_atexit", None)
    if register:
        register(function)
