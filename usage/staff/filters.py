"""What a reader of the staff page chose, as it stands in the address. What is not known there counts as not chosen."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Q

from usage.models.accounts import today
from usage.reporting import midnight

KINDS = {"": "All types", "internal": "Internal", "external": "External"}
ACTIVITIES = {
    "": "Any",
    "today": "Today",
    "7": "Last 7 days",
    "30": "Last 30 days",
    "older": "Longer ago",
    "never": "Never",
}
PERIODS = {"": "All time", "today": "Today", "7": "Last 7 days", "30": "Last 30 days"}
DAYS = {"today": 1, "7": 7, "30": 30}
SIZES = {"25": "25", "10": "10", "50": "50", "100": "100"}
COLUMNS = ("name", "type", "requests", "tokens", "cost", "balance", "last", "paid")
DEFAULT_SORT = "-cost"
SORTS = [sign + column for column in COLUMNS for sign in ("-", "")]
LONGEST = 200  # characters of a search
FARTHEST = 1_000_000  # page


@dataclass(frozen=True)
class Filters:
    """The people who are shown, the days that are added up, the order and the page."""

    q: str = ""
    type: str = ""
    activity: str = ""
    period: str = ""
    sort: str = DEFAULT_SORT
    size: str = "25"
    page: int = 1

    @classmethod
    def of(cls, query):
        """From a query string's values."""
        known = {"type": KINDS, "activity": ACTIVITIES, "period": PERIODS, "sort": SORTS, "size": SIZES}
        chosen = {name: query.get(name) for name, values in known.items() if query.get(name) in values}
        words = " ".join(query.get("q", "").replace("\0", "").split())[:LONGEST]
        return cls(q=words, page=_page(query.get("page", "")), **chosen)

    @property
    def query(self):
        """The query string of this view of the page: only what differs from the page's own address."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name) != field.default}
        return urlencode(chosen)

    def but(self, **changes):
        """The same with other choices, from its first page on."""
        return replace(self, **{"page": 1} | changes)

    @property
    def next(self):
        return self.but(page=self.page + 1)

    @property
    def previous(self):
        return self.but(page=self.page - 1)

    @property
    def column(self):
        return self.sort.removeprefix("-")

    @property
    def is_descending(self):
        return self.sort.startswith("-")

    @property
    def offset(self):
        return (self.page - 1) * self.rows

    @property
    def rows(self):
        return int(self.size)

    @property
    def is_everybody(self):
        """Whether nobody is left out."""
        return not (self.q or self.type or self.activity)

    @property
    def since(self):
        """The first day that counts, None for all of them."""
        return _first_day(self.period) if self.period else None

    @property
    def begin(self):
        """The moment at which that day began, None for all time."""
        return midnight(self.since) if self.period else None

    def people(self):
        """Those whom these filters let through."""
        people = get_user_model().objects.all()
        for word in self.q.split():
            people = people.filter(Q(display_name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word))
        if self.type:
            people = people.filter(kind=self.type)
        return people.filter(_active(self.activity)) if self.activity else people


def _active(activity):
    """By the last call: the days count as in the figures."""
    if activity == "never":
        return Q(credit__last_at=None)
    if activity == "older":
        return Q(credit__last_at__lt=midnight(_first_day("30")))
    return Q(credit__last_at__gte=midnight(_first_day(activity)))


def _first_day(period):
    return today() - timedelta(days=DAYS[period] - 1)


def _page(text):
    return min(max(int(text), 1), FARTHEST) if text.isascii() and text.isdigit() and len(text) < 10 else 1
