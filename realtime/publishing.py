from django.db import DEFAULT_DB_ALIAS, transaction

from realtime.notes import Note


def publish(topic, patch=None, using=DEFAULT_DB_ALIAS):
    """Note that `topic` changes with the current transaction; without a patch its regions fetch.

    Nothing is sent before COMMIT and nothing at all after a rollback. Outside a transaction it opens its own,
    so whoever writes in autocommit mode can be cut off between the row and the version: our verbs are atomic.
    """
    connection, note = transaction.get_connection(using), Note(topic, patch)
    if connection.in_atomic_block:  # A second atomic block would cost more than all the rest, row by row.
        connection.on_commit(note, robust=True)
    else:
        with transaction.atomic(using=using):
            connection.on_commit(note, robust=True)
