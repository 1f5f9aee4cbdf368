"""What Python itself is told: room on its stack, and how often to look for garbage."""

import gc
import threading

# Of 8 bytes each. The interpreter takes the next power of two above them, 512 KiB; what is called lives in the half that is left.
SLOTS = 33_000
# New objects until the youngest are looked through, and how many such looks until the older ones are. Python's own 700 comes
# dozens of times in one request, whose objects are all in use still: they grow old, and are looked through again and again.
YOUNG, MIDDLE, OLD = 20_000, 20, 50


def prepare():
    """For this process and all its threads that begin from now on."""
    roomy(threading.Thread.run)
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def roomy(function):
    """Let a function of Python say that it needs SLOTS: it gets a piece of that size. Only what is used of it becomes memory.

    CPython keeps the frames of a thread in pieces of 16 KiB, and gives a piece back to the system as soon as the last frame
    has left it. A loop that happens to call across the end of a piece maps and unmaps memory at each call, 5 µs in the place
    of 0.05: the same page took 15 or 36 ms by nothing but how deep in the middleware it ran.
    """
    function.__code__ = function.__code__.replace(co_stacksize=SLOTS)
    return function
