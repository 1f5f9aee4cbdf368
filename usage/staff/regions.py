"""The parts of the staff pages that are live."""

from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse

from realtime import Region
from usage import calls, spending, words
from usage.models import CreditAccount, SiteDay
from usage.models.accounts import today
from usage.reporting import tomorrow
from usage.staff.columns import columns
from usage.staff.filters import Filters
from usage.staff.flights import Flights
from usage.staff.listing import listing

PACE = (500, 700)  # ms: numbers are new within a second also while logs come all the time
SLOW_PACE = (2_000, 5_000)  # charts of days
CHARTED = {"": 90, "today": 7, "7": 7, "30": 30}  # days, by period
_flights = Flights()


def people(filters, kept=()):
    """A row per person, and the totals. Those of the `kept` ids stay where they are, whatever the order is by now."""
    return Region(
        "usage-people",
        template="usage/_logs_people.html",
        topics=["usage"],
        src=f"{reverse('usage:logs_rows')}?{filters.query}",
        context=lambda: _shown(filters, kept),
        mode="fetch",
        pace=PACE,
    )


def _shown(filters, kept):
    found = _flights.get(filters, lambda wanted: listing(filters, wanted), kept)
    rows = found.keeping(kept)
    return {
        "filters": found.filters,
        "columns": columns(found.filters),
        "people": rows,
        "first": found.filters.offset + 1,
        "last": found.filters.offset + len(rows),
        "totals": found,
        "changes_at": tomorrow(),
        "pages": found.pages,
        "is_reordered": [row.pk for row in rows] != [row.pk for row in found.people],
    }


def charts(filters):
    """What everybody spent and asked, by day and model. The same for all who look at that period."""
    src, query = reverse("usage:logs_charts"), Filters(period=filters.period).query
    return Region(
        "usage-charts",
        template="usage/_logs_charts.html",
        topics=["usage"],
        src=f"{src}?{urlencode({'day': today()})}&{query}".rstrip("&"),  # it is kept for all, but not for another day
        context=lambda: _spent(spending.last_days(CHARTED[filters.period])),
        shared=True,
        mode="fetch",
        pace=SLOW_PACE,
    )


def _spent(days):
    sums = SiteDay.objects.filter(day__range=(days[0], days[-1])).values_list("day", "provider", "model")
    rows = list(sums.annotate(Sum("charged"), Sum("requests"), Sum("unpriced")).order_by("day", "provider", "model"))
    return {"days": len(days), **spending.drawn(days, rows)}


def person(whose, before=""):
    """One person's figures and calls; `before` is the cursor of a page that is not the first. Raises ValueError."""
    src = reverse("usage:logs_person_rows", args=[whose.pk])
    place = calls.place(before) if before else None
    return Region(
        "usage-person",
        template="usage/_logs_person.html",
        topics=["usage"],
        src=f"{src}?{urlencode({'before': before})}" if before else src,
        context=lambda: _person(whose, place),
        mode="fetch",
        pace=PACE,
    )


def _person(whose, place):
    logs, older = calls.page(calls.of(whose), place)
    account = CreditAccount.objects.filter(user=whose).first() or CreditAccount(user=whose)
    shown = {
        "changes_at": tomorrow(),
        "person": whose,
        "account": account,
        "logs": words.with_words(logs),
        "older": older,
        "is_first": not place,
    }
    return shown if place else shown | spending.of(whose, spending.last_days(CHARTED["30"]))
