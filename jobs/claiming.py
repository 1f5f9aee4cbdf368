"""Claims queued rows of one kind, in silence and in one statement that is made once."""

from contextlib import nullcontext
from functools import cache

from django.db import connections, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jobs.workers import LEASE

# Materialized: a plan may ask a mere subquery again for each row, and would claim more than the limit.
CLAIM = """WITH next AS MATERIALIZED (
    SELECT id FROM {table} WHERE state = 'queued' ORDER BY queued_at, id LIMIT %s {lock}
)
UPDATE {table} SET state = 'running', worker = %s, fence = fence + 1, started_at = %s, lease_until = {lease}
WHERE id IN (SELECT id FROM next)
RETURNING *
"""


def claim(rows, worker, most):
    """Take up to `most` of the queued ones of these for this worker, oldest first. Returns them as they are now."""
    connection = connections[rows.db]
    locks_rows = connection.features.has_select_for_update
    if most < 1 or not (locks_rows or rows.queued().exists()):  # a mere look does not lock the whole database
        return []
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    statement, lease = _statement(rows.model, rows.db)
    with nullcontext() if locks_rows else transaction.atomic(using=rows.db):  # its writers stand in line for transactions
        claimed = list(rows.model.objects.using(rows.db).raw(statement, [most, worker, now, *lease]))
    return sorted(claimed, key=lambda row: (row.queued_at, row.pk))


@cache
def _statement(model, using):
    """(the statement, the last of its parameters). When the lease runs out is said by the database's clock, in its own dialect."""
    connection, query = connections[using], model.objects.all().query
    lease, parameters = query.get_compiler(using).compile((Now() + LEASE).resolve_expression(query))
    lock = connection.ops.for_update_sql(skip_locked=True) if connection.features.has_select_for_update else ""
    return CLAIM.format(table=model._meta.db_table, lock=lock, lease=lease), tuple(parameters)
