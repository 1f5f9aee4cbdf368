"""Reading versions. Read them before the rows that they stand for: newer rows are harmless, older ones are not."""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS

MOST = 800  # parameters in one query; SQLite of old allows 999


def of(topics, using=DEFAULT_DB_ALIAS):
    """{topic: version}; a topic that never changed is at 0."""
    wanted = list(dict.fromkeys(topics))
    found = dict.fromkeys(wanted, 0)
    for start in range(0, len(wanted), MOST):
        rows = apps.get_model("realtime.TopicVersion").objects.using(using).filter(topic__in=wanted[start : start + MOST])
        found.update(rows.values_list("topic", "version"))
    return found


def snapshot(topics):
    """(epoch, {topic: version}). The epoch is read first, so a restore in between shows as another epoch next time."""
    return apps.get_model("realtime.Epoch").current(), of(topics)
