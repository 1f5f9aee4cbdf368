"""Whose image is made next: people take turns, and nobody takes it all."""

import os
from collections import Counter, defaultdict
from datetime import timedelta
from statistics import median

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, F, Min

from generations.choices import BUILT_IN_MODEL

MOST_RUNNING = 2  # of one person
MOST_QUEUED = 20  # of one person
MOST_BUILT_IN = os.cpu_count() or 1  # of one worker: they take this machine's own time
SAMPLE = 20  # finished images from which the time of the next is guessed


def claim(rows, worker, most):
    """Take up to `most` queued rows: of who has the fewest running first, then of who waits longest."""
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
    first = waiting.values("owner").annotate(since=Min("queued_at")).order_by("since").values_list("owner", flat=True)
    for owner in sorted((owner for owner in first if running[owner] < MOST_RUNNING), key=lambda owner: running[owner]):
        if row := _of_owner(waiting, rows, owner):
            return row
    return None


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


def places(rows):
    """{pk: (how many are in front of it, seconds until it is done or None)} of all that wait, as turns will come."""
    turns, queued = defaultdict(int), []
    for row in rows.queued().order_by("queued_at", "number").only("pk", "owner_id", "queued_at", "model", "width", "height"):
        queued.append((turns[row.owner_id], row.queued_at, row))
        turns[row.owner_id] += 1
    slots, spans = max(rows.running().count(), 1), {}
    found = {}
    for place, (*_, row) in enumerate(sorted(queued, key=lambda each: each[:2])):
        what = row.model, row.width, row.height
        if what not in spans:
            spans[what] = seconds_of(rows, *what)
        found[row.pk] = place, spans[what] and round(spans[what] * (1 + place / slots))
    return found


def seconds_of(rows, model, width, height):
    """How long such an image takes: the median of the latest ones, in seconds; None where there were none."""
    alike = rows.filter(state="done", model=model, width=width, height=height, started_at__isnull=False)
    spans = alike.order_by("-ended_at").values_list(F("ended_at") - F("started_at"), flat=True)[:SAMPLE]
    known = [span for span in spans if span]
    return median(known) / timedelta(seconds=1) if known else None
