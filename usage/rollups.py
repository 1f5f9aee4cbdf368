"""The sums by person and day, by person, day and model, and of the site, kept up with every log."""

from functools import cache

from django.db import models

from usage.models import ModelDay, SiteDay, UserDay
from usage.models.days import SHARDS

FIGURES = ("requests", "tokens", "images", "charged", "unpriced")


def add(cursor, counted, sign=1):
    """Move the sums by the figures of one log."""
    user, day, provider, model, *figures = counted
    day = cursor.db.ops.adapt_datefield_value(day)
    figures = [sign * figure for figure in figures]
    if user:
        _add(cursor, UserDay, {"user_id": user, "day": day}, figures)
        _add(cursor, ModelDay, {"user_id": user, "day": day, "provider": provider, "model": model}, figures)
    _add(cursor, SiteDay, {"day": day, "provider": provider, "model": model, "shard": (user or 0) % SHARDS}, figures)


def _add(cursor, model: type[models.Model], names, figures):
    cursor.execute(_statement(model._meta.db_table, tuple(names)), [*names.values(), *figures])


@cache
def _statement(table, names):
    """An upsert that both databases know: what is there grows by what comes."""
    columns = ", ".join((*names, *FIGURES))
    marks = ", ".join(["%s"] * (len(names) + len(FIGURES)))
    grown = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in FIGURES)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({', '.join(names)}) DO UPDATE SET {grown}"  # noqa: S608 – our own names
