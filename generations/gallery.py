"""What somebody looks at in the gallery: whose images, which words, and from where to where."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from heapq import merge
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date

from generations.models import Generation, Like
from generations.models.order import key_of, rank_of
from realtime.answers import Malformed

PAGE = 24  # images: more than the first look shows on a large screen
MOST = 360  # images in one answer: more than a page ever shows at once
MOST_WORDS = 8
LONGEST_QUERY = 200  # characters
WHOSE = {"": "Everyone", "mine": "Mine", "liked": "Liked"}


@dataclass(frozen=True)
class View:
    """`start` and `end` are places (rank, id): the first and the last image that are shown, as far as they are known.
    `seen` is that of the newest one that the reader has seen while they read further down: what is in front of it is new to them.
    """

    whose: str = ""
    query: str = ""
    start: tuple | None = None
    end: tuple | None = None
    seen: tuple | None = None

    @classmethod
    def of(cls, asked):
        """As an address says: `who`, `q`, `from`, `until` and `seen` (sort keys), `after` (the one behind it), or `date`.
        Raises Malformed.
        """
        whose = asked.get("who", "")
        start = place_of(asked.get("from")) or _behind(place_of(asked.get("after"))) or _day(asked.get("date"))
        query = " ".join(asked.get("q", "")[:LONGEST_QUERY].replace("\0", "").split())
        return cls(whose if whose in WHOSE else "", query, start, place_of(asked.get("until")), place_of(asked.get("seen")))

    @classmethod
    def filters_of(cls, asked):
        """As an address says, without from where to where."""
        return cls.of({name: asked.get(name, "") for name in ("who", "q")})

    @property
    def is_filtered(self):
        return bool(self.whose or self.query)

    @property
    def address(self):
        """The same as the query of an address."""
        asked = {"who": self.whose, "q": self.query}
        places = {"from": self.start, "until": self.end, "seen": self.seen}
        asked |= {name: place and key_of(*place) for name, place in places.items()}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def filters(self):
        """Without from where to where."""
        return replace(self, start=None, end=None, seen=None)

    def lanes(self, user):
        """Querysets that do not overlap, together all that passes the filters."""
        rows = Generation.objects.select_related("owner")
        lanes = rows.lanes_of_own(user) if self.whose == "mine" else rows.lanes(user)
        if self.whose == "liked":
            lanes = [lane.filter(pk__in=Like.objects.filter(user=user).values("generation")) for lane in lanes]
        for word in self.query.split()[:MOST_WORDS]:
            lanes = [lane.filter(prompt__icontains=word) for lane in lanes]
        return lanes

    def shown(self, user):
        """(images, whether there are older ones): the page from `start`, or all down to `end`."""
        lanes = self.lanes(user)
        if self.start:
            lanes = [lane.after(*_before(self.start)) for lane in lanes]
        if self.end:
            lanes = [lane.before(*_behind(self.end)) for lane in lanes]
        most = MOST if self.end else PAGE
        rows = _merged(lanes, most + 1)
        if self.end and len(rows) <= most:
            return rows, any(lane.after(*self.end).exists() for lane in self.lanes(user))
        return rows[:most], len(rows) > most

    def older(self, user, place):
        """(images, whether there are more) behind a place."""
        rows = _merged([lane.after(*place) for lane in self.lanes(user)], PAGE + 1)
        return rows[:PAGE], len(rows) > PAGE

    def newer(self, user, place):
        """(images, whether there are more) in front of a place, those next to it."""
        rows = _merged([lane.before(*place) for lane in self.lanes(user)], PAGE + 1, newer=True)
        return rows[-PAGE:], len(rows) > PAGE

    def newest(self, user):
        """The first of all, where the page begins further down; else None."""
        first = _merged(self.lanes(user), 1) if self.start else []
        return next((row for row in first if (row.rank, row.pk) < self.start), None)

    def held(self, user):
        """Those that are new to the reader and not shown yet, at most MOST."""
        if not (self.seen and self.start):
            return []
        return _merged([lane.before(*min(self.seen, self.start)) for lane in self.lanes(user)], MOST)

    def count(self, user):
        return sum(lane.count() for lane in self.lanes(user))


def place_of(key):
    """(rank, id) of a sort key, None of none. Raises Malformed."""
    if not key:
        return None
    try:
        rank, pk = int(key[:17]), UUID(key[18:])
    except ValueError:
        raise Malformed("This is not the place of an image.") from None
    return rank, pk


def neighbours(user, row, view):
    """(the newer, the older) image beside this one among all that pass the filters of the view, or None."""
    place = row.rank, row.pk
    newer = _merged([lane.before(*place) for lane in view.lanes(user)], 1, newer=True)
    older = _merged([lane.after(*place) for lane in view.lanes(user)], 1)
    return next(iter(newer), None), next(iter(older), None)


def prepared(user, rows):
    """The context of cards: what would be asked for each of them is asked once for all."""
    Generation.objects.put_places(rows)
    for row in rows:
        if row.hidden_at and row.owner_id != user.pk:
            row.seen_as = "hidden"
    liked = Like.objects.filter(user=user, generation__in=rows).values_list("generation", flat=True)
    return {"generations": rows, "liked": set(liked)}


def _merged(lanes, most, newer=False):
    """The first `most` of all lanes in the order of the gallery; with `newer` the last ones."""
    order = ("-rank", "-pk") if newer else ("rank", "pk")
    parts = [lane.order_by(*order)[:most] for lane in lanes]
    rows = list(merge(*parts, key=lambda row: (row.rank, row.pk), reverse=newer))[:most]
    return rows[::-1] if newer else rows


def _behind(place):
    """The place right after one."""
    return place and (place[0], UUID(int=min(place[1].int + 1, 2**128 - 1)))


def _before(place):
    """The place right in front of one."""
    return place and (place[0], UUID(int=max(place[1].int - 1, 0)))


def _day(text):
    """The place of the first image of a day and of all before it, in the viewer's time zone; None for no day."""
    try:
        day = parse_date(text or "")
    except ValueError:
        day = None
    if day is None or not date(1971, 1, 1) <= day <= date(2200, 1, 1):
        return None
    end = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    return rank_of(end), UUID(int=0)
