"""What a reader of My usage chose, as it stands in the address. What is not known there counts as not chosen."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from usage import calls
from usage.models import UsageLog
from usage.reporting import midnight
from usage.spending import PERIODS

KINDS = {"": "All kinds", "chat": "Chat", "image": "Images"}
OUTCOMES = {"": "Any", "done": "Done", "failed": "Failed", "cancelled": "Stopped", "interrupted": "Interrupted"}
LONGEST = 300  # characters of a model and its provider


@dataclass(frozen=True)
class Filters:
    """The days of the charts; the calls of the log, and the cursor of a page of it that is not the first."""

    days: str = "30"
    model: str = ""
    kind: str = ""
    outcome: str = ""
    since: str = ""
    until: str = ""
    before: str = ""

    @classmethod
    def of(cls, query):
        """From a query string's values."""
        known = {"days": PERIODS, "kind": KINDS, "outcome": OUTCOMES}
        chosen = {name: query.get(name) for name, values in known.items() if query.get(name) in values}
        chosen |= {name: query.get(name) for name in ("since", "until") if _day(query.get(name))}
        chosen |= {"before": query.get("before")} if _place(query.get("before")) else {}
        return cls(model=query.get("model", "").replace("\0", "")[:LONGEST], **chosen)

    @property
    def query(self):
        """The query string of this view of the page: only what differs from the page's own address."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name) != field.default}
        return urlencode(chosen)

    def but(self, **changes):
        """The same with other choices, from the newest call on."""
        return replace(self, **{"before": ""} | changes)

    @property
    def is_everything(self):
        """Whether no call is left out."""
        return self.but(days="30") == Filters()

    @property
    def place(self):
        """The (moment, primary key) after which the page begins, None for the first."""
        return _place(self.before)

    def calls_of(self, user):
        """The person's calls that these filters let through, newest first. Days are those of the reporting time zone."""
        logs = UsageLog.objects.filter(user=user)
        chosen = {"kind": self.kind, "outcome": self.outcome}
        logs = logs.filter(**{name: value for name, value in chosen.items() if value})
        if self.model:
            provider, _, model = self.model.partition("/")
            logs = logs.filter(provider=provider, model=model)
        if self.since:
            logs = logs.filter(ended_at__gte=midnight(_day(self.since)))
        if self.until:
            logs = logs.filter(ended_at__lt=midnight(_day(self.until) + timedelta(days=1)))
        return logs


def _day(text):
    """A day as a date field writes it, or None."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year < 9999 else None


def _place(cursor):
    try:
        return calls.place(cursor or "")
    except ValueError:
        return None
