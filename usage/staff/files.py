"""Usage as CSV files, written while they are sent: a chunk of rows at a time, each found by where the last one ended."""

import csv
import re
from io import StringIO

from django.conf import settings
from django.db.models import Sum
from django.utils.timezone import localtime

from usage import calls
from usage.models import UserDay
from usage.money import exact

CHUNK = 1_000  # rows
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is worked out by spreadsheets
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PERSON = [
    "Id",
    "Name",
    "Email",
    "Type",
    "Requests",
    "Tokens",
    "Cost (USD)",
    "Unpriced calls",
    "Balance (USD)",
    "Last activity ({zone})",
    "Has paid",
]
CALL = [
    *("Ended at ({zone})", "User", "Email", "Provider", "Model", "Kind", "Tokens in", "Tokens out", "Images", "Estimated"),
    *("Seconds", "Seconds to first", "Outcome", "Failure", "Own key", "Cost (USD)", "Charged (USD)", "Request id", "Key"),
]


def people(filters):
    """Lines of everybody whom the filters let through, in the order of their ids."""
    yield _line(_head(PERSON))
    last = 0
    while chunk := list(filters.people().filter(pk__gt=last).select_related("credit").order_by("pk")[:CHUNK]):
        yield "".join(map(_line, _people(chunk, filters.since)))
        last = chunk[-1].pk


def logs(found):
    """Lines of these logs, newest first."""
    yield _line(_head(CALL))
    rest = found = found.select_related("user")
    while chunk := list(rest[:CHUNK]):
        yield "".join(_line(_call(log)) for log in chunk)
        rest = calls.older_than(found, chunk[-1].ended_at, chunk[-1].pk)


def _people(chunk, since):
    figures = _of_days(chunk, since) if since else {person.pk: _of_account(person) for person in chunk}
    for person in chunk:
        requests, tokens, charged, unpriced = figures.get(person.pk, (0, 0, 0, 0))
        credit = getattr(person, "credit", None)
        last = credit and credit.last_at
        yield [
            *(person.pk, person.name, person.email, person.get_kind_display(), requests, tokens, exact(charged), unpriced),
            *(exact(credit.balance if credit else 0), _moment(last), "yes" if credit and credit.purchases else "no"),
        ]


def _of_account(person):
    credit = getattr(person, "credit", None)
    return (credit.requests, credit.tokens, credit.charged, credit.unpriced) if credit else (0, 0, 0, 0)


def _of_days(chunk, since):
    days = UserDay.objects.filter(user__in=chunk, day__gte=since).values_list("user")
    sums = days.annotate(Sum("requests"), Sum("tokens"), Sum("charged"), Sum("unpriced")).order_by()
    return {pk: figures for pk, *figures in sums}


def _call(log):
    person = log.user
    return [
        *(
            _moment(log.ended_at),
            person.name if person else "",
            person.email if person else "",
            log.provider,
            log.model,
            log.kind,
        ),
        *(log.tokens_in, log.tokens_out, log.images, _yes(log.is_estimated), f"{log.seconds:.3f}"),
        *("" if log.first_seconds is None else f"{log.first_seconds:.3f}", log.outcome, log.code, _yes(log.is_own_key)),
        *(exact(log.cost), exact(log.charged), log.request_id, log.key),
    ]


def _yes(fact):
    return "yes" if fact else "no"


def _moment(moment):
    """In the reporting time zone, with its distance from UTC: `2026-11-20T09:30:00+05:30`."""
    return localtime(moment, settings.REPORTING_ZONE).isoformat(timespec="seconds") if moment else ""


def _head(names):
    return [name.format(zone=settings.REPORTING_ZONE.key) for name in names]


def _line(cells):
    out = StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell):
    """As spreadsheets show it, instead of working it out."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text
