"""Room on Python's stack: no call has to ask the system for memory."""

import threading

# Of 8 bytes each. The interpreter takes the next power of two above them, 512 KiB; what is called lives in the half that is left.
SLOTS = 33_000


def give_room():
    """Each thread that begins from now on has one large piece of stack in the place of many small ones.

    CPython keeps the frames of a thread in pieces of 16 KiB, and gives a piece back to the system as soon as the last frame
    has left it. A loop that happens to call across the end of a piece maps and unmaps memory at each call, 5 µs in the place
    of 0.05: the same page took 15 or 36 ms by nothing but how deep in the middleware it ran.
    """
    roomy(threading.Thread.run)


def roomy(function):
    """Let a function of Python say that it needs SLOTS: it gets a piece of that size. Only what is used of it becomes memory."""
    function.__code__ = function.__code__.replace(co_stacksize=SLOTS)
    return function
