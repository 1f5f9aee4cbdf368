"""New rows in one statement that is made once, without signals: `bulk_create` takes longer to make it than a database to execute it."""

from functools import cache

from realtime.db import saving


def insert(cursor, row):
    """Save a new row. It gets its key."""
    row.pk = _execute(cursor, row, "")


def insert_once(cursor, row):
    """Save a new row unless one of its `key` is there. Returns whether it was saved."""
    row.pk = _execute(cursor, row, "ON CONFLICT (key) DO NOTHING")
    return row.pk is not None


def _execute(cursor, row, otherwise):
    """Its key, or None."""
    connection, fields = cursor.db, _fields(type(row))
    values = {field: field.pre_save(row, True) for field in fields}
    statement = saving.insert(type(row), fields, (row._meta.pk,), otherwise)
    cursor.execute(statement, saving.prepared(values, connection))
    (pk,) = cursor.fetchone() or [None]
    if pk is not None:
        row._state.adding, row._state.db = False, connection.alias
    return pk


@cache
def _fields(model):
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)
