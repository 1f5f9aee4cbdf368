"""Totals that follow logs which are written, changed or deleted by other ways than settling."""

from django.db import connection, transaction
from django.db.models import F, Max

from usage import rollups
from usage.models import CreditAccount, UsageLog
from usage.models.days import SHARDS


@transaction.atomic
def move(before, after):
    """Take out of the totals what a log counted for and put in what it counts for now; either may be None.

    People's accounts are locked before their sums are moved, as in settling, and those of the site in one order: no two who do
    this wait for each other.
    """
    parts = [(counted, sign) for counted, sign in ((before, -1), (after, 1)) if counted]
    people = {counted.user for counted, _ in parts} - {None}
    CreditAccount.objects.locked(people)
    with connection.cursor() as cursor:
        for counted, sign in sorted(parts, key=lambda part: _place(part[0])):
            if counted.user:
                _spend(counted, sign)
            rollups.add(cursor, counted, sign)
    for user_id in people:
        last = UsageLog.objects.filter(user=user_id).aggregate(at=Max("ended_at"))["at"]
        CreditAccount.objects.filter(user=user_id).update(last_at=last)


def _place(counted):
    return counted.day, counted.provider, counted.model, (counted.user or 0) % SHARDS


def _spend(counted, sign):
    account, day, charged = CreditAccount.objects.filter(user=counted.user), counted.day, sign * counted.charged
    account.update(**{name: F(name) + sign * getattr(counted, name) for name in rollups.FIGURES})
    account.filter(day=day).update(spent_day=F("spent_day") + charged)
    account.filter(day__year=day.year, day__month=day.month).update(spent_month=F("spent_month") + charged)
