"""Whose image is made next: people take turns, and nobody takes it all."""

import os
from collections import Counter
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Min, OuterRef, Subquery

from generations.choices import BUILT_IN_MODEL

MOST_RUNNING = 2  # of one person
MOST_QUEUED = 20  # of one person
MOST_BUILT_IN = os.cpu_count() or 1  # of one worker: they take this machine's own time
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def claim(rows, worker, most):
    """Take up to `most` queued rows: see `turn`."""
    if most < 1 or not rows.queued().exists():  # the mere look takes no lock
        return []
    with transaction.atomic(using=rows.db):
        claimed = []
        while len(claimed) < most and (row := _next(rows, worker)):
            row.begin(worker)
            claimed.append(row)
        return claimed


def _next(rows, worker):
    """The row whose turn it is, locked; None where nobody may begin another."""
    waiting = _startable(rows, worker)
    running = Counter(dict(rows.running().values_list("owner").annotate(Count("pk")).order_by()))
    since = dict(waiting.values_list("owner").annotate(Min("queued_at")).order_by())
    owners = [owner for owner in since if running[owner] < MOST_RUNNING]
    served = served_of(rows, owners)
    for owner in sorted(owners, key=lambda owner: turn(running[owner], served.get(owner, NEVER), since[owner])):
        if row := _of_owner(waiting, rows, owner):
            return row
    return None


def turn(running, served, since):
    """What the turns of people are sorted by: fewest running first, then served longest ago, then waiting longest."""
    return running, served, since


def served_of(rows, owners):
    """{owner: when an image of theirs began last}, of those who have any that ever began."""
    latest = rows.filter(owner=OuterRef("pk"), started_at__isnull=False).order_by("-started_at").values("started_at")[:1]
    people = get_user_model().objects.filter(pk__in=owners).values_list("pk", Subquery(latest))
    return {owner: at for owner, at in people if at}


def _startable(rows, worker):
    """Queued rows, those of the built-in artwork only while this worker has room for it."""
    built_in = rows.running().filter(worker=worker, model=BUILT_IN_MODEL).count()
    return rows.queued().exclude(model=BUILT_IN_MODEL) if built_in >= MOST_BUILT_IN else rows.queued()


def _of_owner(waiting, rows, owner):
    """The oldest of this person. Their row is locked, so that two workers do not both count one too few."""
    people = get_user_model().objects.select_for_update(skip_locked=True, no_key=True)
    if not people.filter(pk=owner).exists() or rows.running().filter(owner=owner).count() >= MOST_RUNNING:
        return None
    return waiting.filter(owner=owner).select_for_update(skip_locked=True, of=("self",)).order_by("queued_at", "number").first()
