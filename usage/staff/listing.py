"""A row per person, and what all rows add up to, in one statement: the sums of a period are added up once for both."""

from dataclasses import dataclass, field
from datetime import UTC

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.utils.timezone import is_naive

from usage.models import CreditAccount, SiteDay, UserDay
from usage.staff import revenue
from usage.staff.filters import Filters

FIGURES = ("requests", "tokens", "charged", "unpriced")
PERSON = ("id", "username", "display_name", "email", "kind", "is_active", "avatar")
ORDER = {
    "name": "LOWER(COALESCE(NULLIF(u.display_name, ''), u.username)) COLLATE {collation}",
    "type": "u.kind",
    "requests": "requests",
    "tokens": "tokens",
    "cost": "charged",
    "balance": "balance",
    "last": "last_at",
    "paid": "has_paid",
}
COLLATIONS = {"postgresql": '"C"', "sqlite": "BINARY"}  # by code point, as names are sorted elsewhere
OF_DAYS = """
LEFT JOIN (SELECT user_id, CAST(SUM(requests) AS BIGINT) AS requests, CAST(SUM(tokens) AS BIGINT) AS tokens,
    CAST(SUM(charged) AS BIGINT) AS charged, CAST(SUM(unpriced) AS BIGINT) AS unpriced
    FROM {days} WHERE day >= %s {whose} GROUP BY user_id) d ON d.user_id = u.id
"""


@dataclass
class Listing:
    """One page: people with `requests`, `tokens`, `charged`, `unpriced`, `balance` (nano-USD), `last_at` and `has_paid`; and sums of
    all pages.

    `filters` are those that were asked for, but for a page that there is.
    """

    filters: Filters
    people: list
    count: int = 0
    requests: int = 0
    tokens: int = 0
    charged: int = 0
    unpriced: int = 0
    revenue: list = field(default_factory=lambda: revenue.read(""))  # (cents, currency)
    others: dict = field(default_factory=dict)  # by id: who was asked for and is not on the page

    @property
    def pages(self):
        return max(1, -(-self.count // self.filters.rows))

    def keeping(self, kept):
        """The people of these ids in their order, then those of the page for whom there is room; without ids: the page."""
        by_id = self.others | {person.pk: person for person in self.people}
        stay = [by_id[pk] for pk in dict.fromkeys(kept) if pk in by_id]
        come = [person for person in self.people if person not in stay]
        return stay + come[: max(0, self.filters.rows - len(stay))]


def listing(filters, wanted=()):
    """The page of these filters, and those of the `wanted` ids that do not stand on it."""
    people = _page(filters)
    if not people and filters.page > 1:
        return listing(filters.but(page=_last(filters)), wanted)
    missing = sorted(set(wanted) - {person.pk for person in people})
    others = {person.pk: person for person in _these(filters, missing)} if missing else {}
    return Listing(filters, people, *_sums(people), others=others)


def _page(filters):
    days, since = _days(filters)
    site, from_day = _site(filters) if filters.is_everybody else ("", [])
    came, paid = revenue.column(filters)
    where, params = _matching(filters)
    columns = _select(filters, "COUNT(*) OVER () AS all_people", *_totals(filters), came)
    sql = f"{columns} {days} {site} {where} ORDER BY {_order(filters)} LIMIT %s OFFSET %s"
    return _people(sql, [*paid, *since, *from_day, *params, filters.rows, filters.offset])


def _these(filters, pks):
    """These people, whatever the filters are, with their figures of the period."""
    marks = ", ".join(["%s"] * len(pks))
    days, since = _days(filters, f"AND user_id IN ({marks})", pks)
    return _people(f"{_select(filters)} {days} WHERE u.id IN ({marks})", [*since, *pks])


def _last(filters):
    """The last page that there is."""
    return max(1, -(-filters.people().count() // filters.rows))


def _sums(people):
    """(people, requests, tokens, charged, unpriced, revenue) of all pages: each row has them."""
    if not people:
        return []
    return [*(getattr(people[0], f"all_{name}") for name in ("people", *FIGURES)), revenue.read(people[0].all_revenue)]


def _select(filters, *more):
    user, account = (model._meta.db_table for model in (get_user_model(), CreditAccount))
    columns = [*(f"u.{name}" for name in PERSON), *(f"{source} AS {name}" for name, source in _sources(filters).items())]
    columns += ["COALESCE(a.balance, 0) AS balance", "a.last_at", "COALESCE(a.purchases, 0) > 0 AS has_paid", *more]
    return f"SELECT {', '.join(columns)} FROM {user} u LEFT JOIN {account} a ON a.user_id = u.id"  # noqa: S608 – our own names


def _days(filters, whose="", pks=()):
    """The join with the sums of a period, where one is chosen."""
    if not filters.since:
        return "", []
    join = OF_DAYS.format(days=UserDay._meta.db_table, whose=whose)
    return join, [connection.ops.adapt_datefield_value(filters.since), *pks]


def _people(sql, params):
    return [_timed(person) for person in get_user_model().objects.raw(sql, params)]


def _totals(filters):
    """Of everybody also what those used who are gone: that is how it agrees with the ledger."""
    if filters.is_everybody:
        return [f"s.{name} AS all_{name}" for name in FIGURES]
    return [f"CAST(SUM({source}) OVER () AS BIGINT) AS all_{name}" for name, source in _sources(filters).items()]


def _site(filters):
    """The join with the sums of the whole site."""
    sums = ", ".join(f"CAST(COALESCE(SUM({name}), 0) AS BIGINT) AS {name}" for name in FIGURES)
    since = [connection.ops.adapt_datefield_value(filters.since)] if filters.since else []
    where = "WHERE day >= %s" if since else ""
    return f"CROSS JOIN (SELECT {sums} FROM {SiteDay._meta.db_table} {where}) s", since  # noqa: S608 – our own names


def _sources(filters):
    """Where each figure comes from."""
    table = "d" if filters.since else "a"
    return {name: f"COALESCE({table}.{name}, 0)" for name in FIGURES}


def _matching(filters):
    if filters.is_everybody:
        return "", []
    sql, params = filters.people().values("pk").query.sql_with_params()
    return f"WHERE u.id IN ({sql})", params


def _order(filters):
    """Names of columns, never of the address. Whoever has nothing to sort by comes last."""
    way = "DESC" if filters.is_descending else "ASC"
    column = ORDER[filters.column].format(collation=COLLATIONS[connection.vendor])
    return f"{column} {way} NULLS LAST, u.id"


def _timed(person: models.Model):
    """SQLite gives what is not a field of the model as it is stored: in UTC, without saying so."""
    if person.last_at and is_naive(person.last_at):
        person.last_at = person.last_at.replace(tzinfo=UTC)
    return person
