"""How the queue will go on if nobody comes or goes: for the words on the cards that wait."""

import heapq
from collections import Counter, defaultdict, deque
from datetime import timedelta
from itertools import count
from statistics import median

from django.db.models import F
from django.utils import timezone

from generations.choices import BUILT_IN_MODEL
from generations.models import queue
from jobs.workers import Worker

SAMPLE = 20  # finished images from which the time of the next is guessed
GUESS = 10.0  # seconds that one takes whose kind was never made
NEEDED = ("pk", "owner_id", "queued_at", "started_at", "model", "width", "height")


def places(rows):
    """{pk: (how many begin before it, seconds until it is done or None)} of all that wait, as turns will come."""
    waiting = list(rows.queued().order_by("queued_at", "number").only(*NEEDED))
    if not waiting:
        return {}
    spans, running = Spans(rows), rows.running().order_by("started_at").only(*NEEDED)
    line = Line(waiting, running, spans, queue.served_of(rows, {row.owner_id for row in waiting}))
    return {row.pk: (place, spans.known(row) and _roughly(end)) for place, (row, end) in enumerate(line.begun())}


def _roughly(seconds):
    """Past ten seconds by fives: nobody knows better, and words that change each second are read by nobody."""
    return round(seconds) if seconds < 10 else 5 * round(seconds / 5)


class Spans:
    """How long images like one take, in seconds."""

    def __init__(self, rows):
        self._rows, self._known = rows, {}

    def known(self, row):
        """The median of the latest ones alike; None where there were none."""
        what = row.model, row.width, row.height
        if what not in self._known:
            self._known[what] = self._asked(*what)
        return self._known[what]

    def guess(self, row):
        return self.known(row) or GUESS

    def _asked(self, model, width, height):
        alike = self._rows.filter(state="done", model=model, width=width, height=height, started_at__isnull=False)
        spans = alike.order_by("-ended_at").values_list(F("ended_at") - F("started_at"), flat=True)[:SAMPLE]
        known = [span for span in spans if span]
        return median(known) / timedelta(seconds=1) if known else None


class Line:
    """Plays the claims that will come, by the same turns and with the slots that the workers have. `served` as `queue.served_of`."""

    def __init__(self, waiting, running, spans, served):
        self._spans, self._served = spans, defaultdict(lambda: queue.NEVER, served)
        self._waiting, self._running, self._free, self._ends = defaultdict(deque), Counter(), slots(), []
        self._order = count()
        self._now = timezone.now()
        for row in waiting:
            self._waiting[row.owner_id].append(row)
        for row in running:
            self._take(row, max(spans.guess(row) - (self._now - (row.started_at or self._now)).total_seconds(), 0))

    def begun(self):
        """(row, seconds from now until it is done) of each that waits, in the order in which they will begin."""
        at = 0.0
        while any(self._waiting.values()):
            if row := self._next():
                self._served[row.owner_id] = self._now + timedelta(seconds=at)
                end = at + self._spans.guess(row)
                self._take(row, end)
                yield row, end
            else:
                at = self._end_one()
            self._now += timedelta(microseconds=1)  # claims of one moment have an order too

    def _next(self):
        """Takes out the one whose turn it is; None where none may begin now."""
        turns = []
        for owner, rows in self._waiting.items():
            row = next((row for row in rows if self._free[is_built_in(row)] > 0), None)
            if row and self._running[owner] < queue.MOST_RUNNING:
                turns.append((queue.turn(self._running[owner], self._served[owner], row.queued_at), owner, row))
        if not turns:
            return None
        _, owner, row = min(turns, key=lambda each: each[:2])
        self._waiting[owner].remove(row)
        return row

    def _take(self, row, end):
        self._running[row.owner_id] += 1
        self._free[is_built_in(row)] -= 1
        heapq.heappush(self._ends, (end, next(self._order), row))  # of two that end at once the one that began first

    def _end_one(self):
        end, _, row = heapq.heappop(self._ends)
        self._running[row.owner_id] -= 1
        self._free[is_built_in(row)] += 1
        return end


def is_built_in(row):
    return row.model == BUILT_IN_MODEL


def slots():
    """How many may run at once, {whether they are built-in artwork: how many}: what the workers that are alive have room for."""
    rooms = list(Worker.objects.alive().filter(room__gt=0).values_list("room", flat=True)) or [queue.MOST_BUILT_IN]
    return {True: queue.MOST_BUILT_IN * len(rooms), False: sum(rooms)}
