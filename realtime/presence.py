"""Who is in a room: leases by (room, person, tab), shown as one avatar a person."""

import logging
from functools import partial

from django.db import transaction

from realtime import leases
from realtime.publisher import send

logger = logging.getLogger("realtime.presence")

LEASE_SECONDS = 25  # from the last sign of life, asked for every 10 s; with the sweep's 3 s a crashed tab is gone within 30
GRACE_SECONDS = 2.5  # after a clean leave: a reload comes back before anybody sees it go
MOST_SHOWN = 3

_describe = None


def describe(function):
    """Register how people look: (ids) → {id: {"name", "initials", "colour", "picture", …}}. Asked once a change, not once a socket."""
    global _describe
    _describe = function
    return function


def enter(room, user_id, tab):
    leases.current().take(_key(room), f"{user_id}:{tab}", LEASE_SECONDS)
    announce(room)


def leave(room, user_id, tab):
    """A clean leave: the lease is cut to the grace period, and every process looks when that is over."""
    leases.current().take(_key(room), f"{user_id}:{tab}", GRACE_SECONDS)
    send(f"room.{room}", {"type": "left", "room": room})


def pass_on(room, user_id, tab):
    """Another lease of this person stands for this one now."""
    leases.current().drop(_key(room), f"{user_id}:{tab}")


def lease(room, user_id, tab, ago):
    """What `leases.renew` takes to keep one whose last sign of life was so many seconds `ago`."""
    return _key(room), f"{user_id}:{tab}", LEASE_SECONDS - ago


def announce(room):
    """Hint to every process that the room may look different."""
    send(f"room.{room}", {"type": "presence", "room": room})


def refresh(user_id):
    """After commit: this person's name or picture changed, the rooms that show it look again."""
    transaction.on_commit(partial(send, "processes", {"type": "described", "user": user_id}), robust=True)


def people(room, most=None):
    """(descriptions of the people in the room in order of id, how many they are). Blocking: one read of leases, one query."""
    ids = sorted({int(holder.partition(":")[0]) for holder in leases.current().holders(_key(room))})
    shown = ids[:most]
    described = _describe(shown) if _describe and shown else {}
    return [{"id": pk, **described[pk]} for pk in shown if pk in described], len(ids)


def snapshot(room):
    """The presence message of a room: whole and small, so it needs no version."""
    shown, count = people(room, MOST_SHOWN)
    return {"type": "presence", "room": room, "count": count, "people": shown}


def _key(room):
    return f"room.{room}"
