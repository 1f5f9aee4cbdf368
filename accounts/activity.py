"""A person's own part of the audit log: what happened to their account, as it happens."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse

from accounts.models import AuditEntry
from realtime import Region, publish, topic, upsert

MOST_SHOWN = 50


@topic("user.{pk}.activity")
def activity_of(user, pk):
    """One's own, and nobody else's."""
    return user.is_active and str(user.pk) == pk


@receiver(post_save, sender=AuditEntry)
def push_entry(sender, instance, raw, **kwargs):
    if not raw and instance.subject:
        publish(instance.topic, upsert("#activity-list", "accounts/_activity_row.html", entry=instance))


def activity(user):
    """The newest lines about this person's account."""
    return Region(
        "activity",
        template="accounts/_activity.html",
        topics=[AuditEntry.topic_of(user.pk)],
        src=reverse("activity_list"),
        context=lambda: {"entries": AuditEntry.objects.filter(subject=user.pk)[:MOST_SHOWN]},
    )
