"""Queries whose SQL is made once: what every request and every reply asks takes the ORM longer to say than a database to answer."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError


class Slot(Expression):
    """Where the value of this name stands in a prepared query. Its type is that of `field`."""

    def __init__(self, name, field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def filled(self, values, connection):
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Prepared:
    """`by_key = Prepared(lambda: Message.objects.filter(pk=Slot("pk", Message._meta.pk)))`, then `by_key(pk=pk)`: the rows, as a list.

    `build` gives the queryset, once. Rows are those that it gives, with `only`, `select_related` and
    `select_for_update`; it has no annotations, prefetches or `values`.
    """

    def __init__(self, build):
        self._build, self._plan = build, None

    def __call__(self, **values):
        here = connections[DEFAULT_DB_ALIAS]
        self._plan = self._plan or Plan(self._build(), here)
        return self._plan.rows(values, here)

    def first(self, **values):
        """The first row, or None."""
        return next(iter(self(**values)), None)


class Plan:
    """A prepared query, for all connections to the database of the one that it is made with."""

    def __init__(self, queryset, connection):
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, self._params = compiler.as_sql()
        self._locks = queryset.query.select_for_update and connection.features.has_select_for_update
        columns = [column for column, *_ in compiler.select]
        self._converters = [(place, *found) for place, found in compiler.get_converters(columns).items()]
        places = compiler.klass_info["select_fields"]
        self._own = slice(places[0], places[-1] + 1)
        self._model, self._names = compiler.klass_info["model"], [column.target.attname for column in columns[self._own]]
        self._related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)

    def rows(self, values, connection):
        if self._locks and connection.get_autocommit():  # as Django does: a lock that ends with its statement is none
            raise TransactionManagementError("What is locked is locked in a transaction.")
        params = [param.filled(values, connection) if isinstance(param, Slot) else param for param in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            return [self._row(list(row), connection) for row in cursor.fetchall()]

    def _row(self, values, connection):
        for place, converters, column in self._converters:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        row = self._model.from_db(connection.alias, self._names, values[self._own])
        for related in self._related:
            related.populate(values, row)
        return row
