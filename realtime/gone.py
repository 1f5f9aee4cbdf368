"""The versions of what is gone for good.

A UUID never comes back, and who may watch a topic is asked of its row first: nobody compares these any more.
"""

from django.db.models import Exists, OuterRef, UUIDField, Value
from django.db.models.functions import Cast, Replace, Substr

from realtime.models import TopicVersion


def versions_without(rows, prefix):
    """Those of topics like `conversation.{uuid}` of which these rows have none. By the rows' primary key, one look each."""
    written = Substr(OuterRef("topic"), len(prefix) + 1)
    pk = Cast(Replace(written, Value("-"), Value("")), UUIDField())  # as SQLite stores it; PostgreSQL reads it too
    return TopicVersion.objects.filter(~Exists(rows.filter(pk=pk)), topic__startswith=prefix)
