"""Rows that every question and every reply locks, by queries that are made once. The conversation is locked before what is in it."""

from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from realtime.db.prepared import Prepared, Slot


class Viewer(NamedTuple):
    """Stands for the person of a prepared query."""

    pk: Slot


def _rows(name):
    return apps.get_model("chat", name).objects.select_for_update(of=("self",)).order_by()


def _slot(name, model, field="id"):
    return Slot(name, apps.get_model("chat", model)._meta.get_field(field))


conversation_with = Prepared(lambda: _rows("Conversation").filter(messages=_slot("message", "Message")))
conversation_seen_by = Prepared(
    lambda: (
        _rows("Conversation").visible_to(Viewer(_slot("viewer", "Conversation", "owner"))).filter(pk=_slot("pk", "Conversation"))
    )
)
reply_with_message = Prepared(lambda: _rows("Reply").select_related("message").filter(pk=_slot("pk", "Reply")))


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL)
def lock_all_of(sender, instance, **kwargs):
    """Whoever goes takes replies along before their conversations: a worker that locks in our order would wait in a circle."""
    list(_rows("Conversation").filter(owner=instance.pk).order_by("pk").values_list("pk"))
