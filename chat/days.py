"""The days under which conversations stand in the list, as entries of it that sort themselves."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from chat.models.lists import rank

MOST_MONTHS = 24  # what is older stands under its year


@dataclass(frozen=True)
class Heading:
    """A line above the conversations of some days; a page hides it while there are none."""

    label: str
    sort_key: str
    name: str


def headings(oldest, now=None):
    """All that conversations since `oldest` may stand under, in the current time zone."""
    now = timezone.localtime(now)
    found = [Heading("Pinned", "0", "pinned"), Heading("Today", f"1{'0' * 17}", "today")]
    found += [_until(now, 0, "Yesterday", "yesterday"), _until(now, 1, "Previous 7 days", "week")]
    return [*found, *_months(now, oldest)] if oldest else found


def next_midnight(now=None):
    """When all of this is about another day."""
    return _midnight(timezone.localtime(now), -1)


def _until(now, days, label, name):
    return Heading(label, f"1{rank(_midnight(now, days))}~", name)


def _midnight(now, days):
    """Where the day begins that was so many days ago."""
    return datetime.combine(now.date() - timedelta(days=days), time(), now.tzinfo)


def _months(now, oldest):
    """Months back from a week ago, then years."""
    end, first = _midnight(now, 7), timezone.localtime(oldest).date()
    for _ in range(MOST_MONTHS):
        if end.date() <= first:
            return
        begin = (end - timedelta(days=1)).replace(day=1)
        yield Heading(date_format(begin, "F" if begin.year == now.year else "F Y"), f"1{rank(end)}~", f"{begin:%Y-%m}")
        end = begin
    while end.date() > first:
        begin = (end - timedelta(days=1)).replace(month=1, day=1)
        yield Heading(str(begin.year), f"1{rank(end)}~", str(begin.year))
        end = begin
