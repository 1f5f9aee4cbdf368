"""The parts of the staff pages that are live."""

from urllib.parse import urlencode

from django.urls import reverse

from realtime import Region
from usage.models import CreditAccount
from usage.staff import calls
from usage.staff.columns import columns
from usage.staff.flights import Flights
from usage.staff.listing import listing
from usage.staff.revenue import revenue

PACE = (500, 700)  # ms: numbers are new within a second also while logs come all the time
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
    found, came = _flights.get(filters, lambda wanted: _read(filters, wanted), kept)
    rows = found.keeping(kept)
    return {
        "filters": found.filters,
        "columns": columns(found.filters),
        "people": rows,
        "first": found.filters.offset + 1,
        "last": found.filters.offset + len(rows),
        "totals": found,
        "revenue": came,
        "pages": found.pages,
        "is_reordered": [row.pk for row in rows] != [row.pk for row in found.people],
    }


def _read(filters, wanted):
    found = listing(filters, wanted)
    return found, revenue(filters)


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
    return {"person": whose, "account": account, "logs": logs, "older": older, "is_first": not place}
