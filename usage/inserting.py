"""New rows in one statement that is made once, without signals: `bulk_create` takes longer to make it than a database to execute it."""

from functools import cache


def insert(cursor, row):
    """Save a new row. It gets its key."""
    row.pk = _execute(cursor, row, "")


def insert_once(cursor, row):
    """Save a new row unless one of its `key` is there. Returns whether it was saved."""
    row.pk = _execute(cursor, row, "ON CONFLICT (key) DO NOTHING")
    return row.pk is not None


def _execute(cursor, row, otherwise):
    """Its key, or None."""
    connection = cursor.db
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in _fields(type(row))]
    cursor.execute(_statement(type(row), otherwise), values)
    (pk,) = cursor.fetchone() or [None]
    if pk is not None:
        row._state.adding, row._state.db = False, connection.alias
    return pk


@cache
def _fields(model):
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _statement(model, otherwise):
    columns, marks = ", ".join(field.column for field in _fields(model)), ", ".join(["%s"] * len(_fields(model)))
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks}) {otherwise} RETURNING id"  # noqa: S608 – names of columns
