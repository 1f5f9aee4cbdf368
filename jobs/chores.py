"""What has to be done every now and then, besides jobs: apps register it in `ready()`, whoever runs jobs does it."""

from collections.abc import Callable

_chores: list[tuple[float, Callable[[], object]]] = []


def chore(seconds):
    """Register a function that queries: it is called every so many seconds in each process that runs jobs, so it may run twice at once."""

    def register(function):
        _chores.append((seconds, function))
        return function

    return register


def registered():
    return list(_chores)
