"""The heads of the table: what they are called, and where a click on them leads."""

from dataclasses import dataclass

LABELS = {
    "name": "Name",
    "type": "Type",
    "requests": "Requests",
    "tokens": "Tokens",
    "cost": "Cost",
    "balance": "Balance",
    "last": "Last activity",
    "paid": "Paid",
}
RISING = ("name", "type")  # the others begin with what is most
NUMBERS = ("requests", "tokens", "cost", "balance")


@dataclass(frozen=True)
class Column:
    name: str
    label: str
    is_number: bool
    order: str  # what aria-sort says; "" where it is sorted by another
    query: str  # of the page sorted by this column; a second click turns it round


def columns(filters):
    """The columns of a table with these filters."""
    return [_column(filters, name, label) for name, label in LABELS.items()]


def _column(filters, name, label):
    is_sorted = filters.column == name
    order = ("descending" if filters.is_descending else "ascending") if is_sorted else ""
    falls = not filters.is_descending if is_sorted else name not in RISING
    return Column(name, label, name in NUMBERS, order, filters.but(sort=f"{'-' if falls else ''}{name}").query)
