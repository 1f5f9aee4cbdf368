"""What a frame does to a region. Patches hold names of rows, not rows: those are read again after commit, unless `as_saved`."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string


def dom_id(row):
    """The id of a row's element: `message-7`."""
    return f"{row._meta.model_name}-{row.pk}"


@dataclass(frozen=True, eq=False)
class Patch:
    """Base of the three operations. `key` is what a later patch of the same transaction replaces."""

    key: str

    row = None  # (model, pk) to be read again before `render`

    def render(self, row) -> dict:
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Upsert(Patch):
    into: str
    template: str
    name: str
    row: tuple | None
    saved: Model | None = None

    def render(self, row):
        shown = self.saved or row
        if shown is None:
            return Remove(self.key).render(None)
        html = render_to_string(self.template, {self.name: shown}).strip()
        return {"op": "upsert", "into": self.into, "id": self.key, "html": html}


@dataclass(frozen=True, eq=False)
class Remove(Patch):
    def render(self, row):
        return {"op": "remove", "id": self.key}


@dataclass(frozen=True, eq=False)
class Set(Patch):
    value: Any
    row: tuple | None = None
    read: Callable | None = None

    def render(self, row):
        if self.row is not None:
            value = self.read(row) if row is not None else None
        else:
            value = self.value() if callable(self.value) else self.value
        return {"op": "set", "key": self.key, "value": value}


def upsert(into, template, *, element_id=None, as_saved=False, **named_row):
    """Put the row's fragment into the element that the selector `into` names. Takes exactly one named row.

    `element_id` is for a second fragment of the same row, which a page may show beside the first. `as_saved` shows the
    instance itself instead of reading its row again: where all of it was saved, and nothing writes past it before COMMIT.
    """
    ((name, row),) = named_row.items()
    named = (None, row) if as_saved else ((type(row), row.pk), None)
    return Upsert(element_id or dom_id(row), into, template, name, *named)


def remove(row):
    """Take the row's element out. Works in post_delete, where the row still knows its key."""
    return Remove(dom_id(row))


def assign(key, value, read=methodcaller("as_json")):
    """Set a value: plain JSON, a callable that is asked after commit, or what `read` gets out of a row read again after commit."""
    if isinstance(value, Model):
        return Set(key, None, (type(value), value.pk), read)
    return Set(key, value)
