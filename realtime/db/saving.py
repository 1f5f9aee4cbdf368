"""Rows saved by statements that are made once: the ORM takes longer to make them than a database to carry them out."""

from functools import cache

from django.db import connections, models


class PlainlySaved(models.Model):
    """A model whose `save` does all that it did, signals and `update_fields` included, by statements that are made once.

    What is saved with an expression among its values is saved by the ORM.
    """

    class Meta:
        abstract = True

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
        plain = {field: value for field, _, value in values}
        if not plain or _has_expressions(plain.values()):
            return super()._do_update(base_qs, using, pk_val, values, update_fields, forced_update)
        here, key = connections[using], self._meta.pk
        with here.cursor() as cursor:
            cursor.execute(_update(type(self), tuple(plain)), prepared({**plain, key: pk_val}, here))
            return cursor.rowcount > 0

    def _do_insert(self, manager, using, fields, returning_fields, raw):
        plain = {field: getattr(self, field.attname) if raw else field.pre_save(self, True) for field in fields}
        if _has_expressions(plain.values()):
            return super()._do_insert(manager, using, fields, returning_fields, raw)
        here = connections[using]
        with here.cursor() as cursor:
            cursor.execute(insert(type(self), tuple(plain), tuple(returning_fields)), prepared(plain, here))
            return [cursor.fetchone()] if returning_fields else []


def _has_expressions(values):
    return any(hasattr(value, "resolve_expression") for value in values)


def prepared(values, connection):
    """The values of these fields, as this database takes them: {field: value} → [value]."""
    return [field.get_db_prep_save(value, connection) for field, value in values.items()]


@cache
def _update(model, fields):
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    return f'UPDATE "{model._meta.db_table}" SET {changes} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608 – names of columns


@cache
def insert(model, fields, returning, otherwise=""):
    """The statement of a new row: `otherwise` is what becomes of one that is there already, in SQL."""
    marks = ", ".join(["%s"] * len(fields))
    back = f" RETURNING {_names(returning)}" if returning else ""
    return f'INSERT INTO "{model._meta.db_table}" ({_names(fields)}) VALUES ({marks}) {otherwise}{back}'  # noqa: S608 – names of columns


def _names(fields):
    return ", ".join(f'"{field.column}"' for field in fields)
