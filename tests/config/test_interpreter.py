"""How deep a call is does not tell how long it takes, and garbage is not looked for all the time."""

import gc
import resource
import threading

import pytest

from config import interpreter

pytestmark = pytest.mark.once
DEPTHS = 300  # some 100 bytes each: across the end of a piece of 16 KiB, if there are such pieces
ROUNDS = 2_000
FEW = 500  # faults of a thread that begins


def test_a_thread_asks_the_system_for_no_memory_however_deep_it_calls():
    assert in_a_thread(faults_of_calls) < FEW


def test_without_the_room_it_would(monkeypatch):
    """The interpreter may change: then this goes, and what it is for."""
    monkeypatch.setattr(threading.Thread.run, "__code__", threading.Thread.run.__code__.replace(co_stacksize=4))
    assert in_a_thread(faults_of_calls) > ROUNDS


def test_what_is_given_room_does_what_it_did():
    assert interpreter.roomy(lambda one, *more, **named: (one, more, named))(1, 2, three=3) == (1, (2,), {"three": 3})


def faults_of_calls():
    """Pages that the system gave while this thread called a small function at each of many depths."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for depth in range(DEPTHS):
        at_depth(depth)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def at_depth(depth):
    if depth:
        return at_depth(depth - 1)
    for _ in range(ROUNDS):
        outer()


def outer():
    return inner()


def inner():
    return None


def in_a_thread(function):
    found = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    thread.join()
    return found[0]


def test_a_request_is_over_before_garbage_is_looked_for():
    assert gc.get_threshold() == (interpreter.YOUNG, interpreter.MIDDLE, interpreter.OLD)
