"""One person's calls, newest first, page by page without ever counting or skipping them."""

from datetime import UTC, datetime

from usage.models import UsageLog

PER_PAGE = 50
LONGEST_KEY = 19  # digits


def page(logs, before=None):
    """(the logs of a page, the cursor of the page after it or ""). `before` is what `place` made of such a cursor."""
    rows = list((older_than(logs, *before) if before else logs)[: PER_PAGE + 1])
    return rows[:PER_PAGE], _cursor(rows[PER_PAGE - 1]) if len(rows) > PER_PAGE else ""


def place(cursor):
    """(moment, primary key) of the log at which a cursor points. Raises ValueError."""
    moment, _, pk = cursor.rpartition("_")
    moment = datetime.fromisoformat(moment)
    if not (moment.tzinfo and pk.isascii() and pk.isdigit() and len(pk) < LONGEST_KEY):
        raise ValueError(cursor)
    try:
        return moment.astimezone(UTC), int(pk)
    except OverflowError:  # before the year 1 or after 9999 there
        raise ValueError(cursor) from None


def older_than(logs, moment, pk):
    """Those that come after this one, newest first. By the index: it begins with the moment."""
    return logs.filter(ended_at__lte=moment).exclude(ended_at=moment, pk__gte=pk)


def of(person):
    """All calls of a person."""
    return UsageLog.objects.filter(user=person)


def _cursor(log):
    return f"{log.ended_at.isoformat()}_{log.pk}"
