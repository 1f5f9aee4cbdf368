"""Which models are jobs, and what does their work. Apps register theirs in `ready()`."""

from collections.abc import Awaitable, Callable

from django.db.models.signals import pre_delete

_kinds: dict[type, Callable[[object], Awaitable[None]]] = {}
_whose: dict[type, str] = {}
_beforehand: list[Callable[[], None]] = []


class Failed(Exception):
    """The work cannot be done. The text goes into the row's `error` and onto the page: words for the person."""


def works(model, whose="owner"):
    """Register `async def work(job)` for a model. Returning means done; raising `Failed` means failed, with its words.

    It is cancelled where somebody asks for that or the worker must stop: it may catch that to keep what it has, and
    must raise it again. It runs in an event loop with others: the database is asked through `database_sync_to_async`.

    `whose` is the path from a row to the person for whom it works.

    From now on a row of it that is deleted while it is unfinished ends first, however it comes to be deleted.
    """

    def register(work):
        _kinds[model], _whose[model] = work, whose
        pre_delete.connect(_end_first, sender=model)
        return work

    return register


def _end_first(sender, instance, **kwargs):
    if instance.is_unfinished:
        instance.end_before_it_goes()


def end_all_of(person):
    """End what works for somebody who is about to go, each in a transaction of its own.

    One for all would keep what the end of the first locks (what it is paid from) while it waits for the next, whose worker
    may hold that and wait for the same.
    """
    for model, whose in _whose.items():
        for job in model.objects.unfinished().filter(**{whose: person}):
            job.end_before_it_goes()


def beforehand(step):
    """Register what a runner does once, soon after its begin and in a thread: what the first job would else wait for."""
    _beforehand.append(step)
    return step


def steps_beforehand():
    return list(_beforehand)


def registered():
    return dict(_kinds)
