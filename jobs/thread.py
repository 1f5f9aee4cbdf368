"""A runner beside the web server, in a thread with an event loop of its own."""

import asyncio
import threading
from functools import partial

from jobs.runner import Runner


def start(concurrency, patience=3.0):
    """Run jobs in this process from now on. At the end of the process they get `patience` seconds to finish."""
    runner = Runner(concurrency)
    thread = threading.Thread(target=asyncio.run, args=(runner.run(),), name="jobs", daemon=True)
    thread.start()
    _before_threads_end(partial(_stop, runner, thread, patience))
    return runner


def _stop(runner, thread, patience):
    runner.stop(patience)
    thread.join(patience + 6)


def _before_threads_end(function):
    """`atexit` comes too late: thread pools take no work by then, and nothing could be written any more.

    The hook that Python's own pools use has no public name. Without it leases run out, and the jobs end as interrupted.
    """
    register = getattr(threading, "_register_atexit", None)
    if register:
        register(function)
