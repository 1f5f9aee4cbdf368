"""What every question looks up, in SQL of our own: the ORM takes longer to make these statements than a database to answer them."""

from django.apps import apps
from django.db import connection

ABOVE = """
    WITH RECURSIVE line (parent_id, role, text, room, depth) AS (
        SELECT parent_id, role, text, %s - length(text), 0 FROM chat_message WHERE id = %s
        UNION ALL
        SELECT above.parent_id, above.role, above.text, line.room - length(above.text), line.depth + 1
        FROM chat_message above JOIN line ON above.id = line.parent_id WHERE line.room >= 0 OR line.text = ''
    )
    SELECT role, text, room, parent_id FROM line ORDER BY depth
"""
KNOWN_AND_LAST = """
    SELECT id, conversation_id, position, 1 FROM chat_message WHERE conversation_id = %(conversation)s AND key = %(key)s
    UNION ALL
    SELECT id, conversation_id, position, 0 FROM (
        SELECT id, conversation_id, position FROM chat_message
        WHERE conversation_id = %(conversation)s AND is_shown IN (%(shown)s) ORDER BY position DESC LIMIT 1
    ) AS last_shown
"""
BESIDE = "SELECT id FROM chat_message WHERE parent_id = %s ORDER BY created_at, id"
UNFINISHED = """
    SELECT 1 FROM chat_reply JOIN chat_message ON chat_message.id = chat_reply.message_id
    WHERE chat_message.conversation_id = %s AND chat_reply.state IN ('queued', 'running') LIMIT 1
"""


def line_above(message, room):
    """[(role, text, how many of `room` characters are left after it, parent's pk)] of what this message follows, the nearest first.

    A row at a time by its key. It ends behind the first that does not fit, so that of a long line only the end is read.
    """
    return _rows(ABOVE, [room, _key(message.parent_id)])


def known_and_last(conversation, key):
    """(the message with this client key, the last one that is shown), each None where there is none; with no more than their places."""
    names = {"conversation": _key(conversation.pk), "key": _key(key), "shown": True}
    found = {is_known: _message(row) for *row, is_known in _rows(KNOWN_AND_LAST, names)}
    return found.get(1), found.get(0)


def beside(message):
    """The pks of all that follow the same message, the oldest first."""
    return [_pk().to_python(pk) for (pk,) in _rows(BESIDE, [_key(message.parent_id)])]


def is_answering(conversation):
    """Whether a reply in it is still to come."""
    return bool(_rows(UNFINISHED, [_key(conversation.pk)]))


def _rows(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _message(row):
    model = apps.get_model("chat", "Message")
    return model.from_db(connection.alias, ["id", "conversation_id", "position"], [*map(_pk().to_python, row[:2]), row[2]])


def _pk():
    return apps.get_model("chat", "Message")._meta.pk


def _key(uuid):
    """As this database keeps it."""
    return _pk().get_db_prep_value(uuid, connection)
