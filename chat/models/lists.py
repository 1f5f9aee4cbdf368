"""Conversations as a list: whose, in which order, page by page."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from chat import starting
from chat.models.replies import Reply
from realtime import publish

LATEST = 99_999_999_999_999_999  # microseconds since 1970; later times sort before earlier ones
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def rank(moment):
    """Sorts as text, the latest first."""
    return f"{LATEST - (moment - EPOCH) // MICROSECOND:017}"


def sort_key_of(conversation):
    """Where it stands in the list: pinned ones first, then the latest; compared by code point."""
    return f"{0 if conversation.pinned else 1}{rank(conversation.active_at)} {conversation.pk}"


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A conversation is its owner's alone; what was deleted is nobody's, until it is restored."""
        return self.filter(owner_id=user.pk, deleted_at=None)

    def listed(self, archived=False):
        """What the list shows, in its order. SQLite finds no index for a bare boolean, but for one `in` a list it does."""
        return self.filter(archived__in=[archived], is_empty__in=[False]).order_by("-pinned", "-active_at", "pk")

    def after(self, key):
        """What stands in the list behind the place that this sort key names. Raises ValueError, OverflowError."""
        pinned, moment, pk = key[:1] == "0", EPOCH + (LATEST - int(key[1:18])) * MICROSECOND, UUID(key[19:])
        later = Q(active_at__lt=moment) | Q(active_at=moment, pk__gt=pk)
        return self.filter(Q(pinned=True) & later | Q(pinned=False) if pinned else Q(pinned=False) & later)

    @transaction.atomic
    def open_new(self, user):
        """A fresh conversation of this person; one in which nothing was said yet is used again, as a new one begins now."""
        self.model.owner.field.related_model.objects.select_for_update(no_key=True).get(pk=user.pk)
        empty = self.visible_to(user).filter(is_empty=True).first()
        begins = starting.values_for(user)
        if empty is None:
            return self.create(owner=user, **begins)
        return empty if all(getattr(empty, name) == value for name, value in begins.items()) else empty.change(**begins)

    @transaction.atomic
    def clear(self, user):
        """Take all of the list away, to be restored for a while. Replies that are being written end. Returns when that was."""
        rows, at = self.visible_to(user).listed(), timezone.now()
        list(rows.select_for_update().values_list("pk"))
        for reply in Reply.objects.unfinished().filter(message__conversation__in=rows.order_by()):
            reply.cancel()
        rows.order_by().update(deleted_at=at)
        publish(self.model.list_topic_of(user.pk))
        return at

    @transaction.atomic
    def restore(self, user, at):
        """Bring back what was taken away in one go."""
        rows = self.filter(owner_id=user.pk, deleted_at=at)
        publish(self.model.list_topic_of(user.pk))
        return rows.update(deleted_at=None)

    def deleted_before(self, moment):
        """What nobody has restored since."""
        return self.filter(deleted_at__lt=moment)
