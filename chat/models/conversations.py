"""A conversation of one person with language models."""

from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from chat import titles
from chat.models import locking, looks
from chat.models.lists import ConversationQuerySet, sort_key_of
from chat.models.messages import Message
from chat.models.replies import Reply
from realtime import publish, remove
from realtime.db.saving import PlainlySaved

NEW = "New conversation"
LONGEST_TITLE = 120


class Conversation(PlainlySaved):
    """What was said under one title, with the model and the parameters that the next reply takes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    title_is_chosen = models.BooleanField(default=False, editable=False)
    model = models.CharField(max_length=250)
    temperature = models.FloatField(default=0.7)
    max_tokens = models.PositiveIntegerField(default=4096)
    system_prompt = models.TextField(blank=True)
    pinned = models.BooleanField(default=False)
    archived = models.BooleanField(default=False)
    is_empty = models.BooleanField(default=True, editable=False)
    unread = models.BooleanField(default=False, editable=False)
    answering = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    active_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-active_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "deleted_at", "archived", "-pinned", "-active_at"], name="chat_list"),
            models.Index(fields=["deleted_at"], name="chat_deleted"),
        ]

    def __str__(self):
        return f"conversation {self.pk}"  # not its title: operators meet it in the admin

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs):
        """The row and the versions that its receivers raise are one transaction."""
        self.title = " ".join(self.title.split())[:LONGEST_TITLE]
        super().save(*args, **kwargs)

    @property
    def name(self):
        return self.title or NEW

    def get_absolute_url(self):
        return reverse("chat:conversation", args=[self.pk])

    @property
    def topic(self):
        return f"conversation.{self.pk}"

    @property
    def is_listed(self):
        return not (self.archived or self.is_empty or self.deleted_at)

    @property
    def sort_key(self):
        return sort_key_of(self)

    @staticmethod
    def list_topic_of(user_id):
        """The topic of a person's list of conversations."""
        return f"user.{user_id}.conversations"

    # What is said

    def thread(self):
        """The messages of the branch that is shown, oldest first. SQLite finds no index for a bare boolean."""
        return self.messages.filter(is_shown__in=[True]).select_related("reply").order_by("position")

    @transaction.atomic
    def post(self, author, text, key):
        """Add what a person said, once per client key, and queue the reply to it. Returns the message."""
        return self.locked().take(text, key)

    @classmethod
    @transaction.atomic
    def post_in(cls, pk, author, text, key):
        """`post` in that one, if its author sees it. Raises DoesNotExist."""
        row = locking.conversation_seen_by.first(pk=pk, viewer=author.pk)
        if row is None:
            raise cls.DoesNotExist
        return row.take(text, key)

    def take(self, text, key):
        """What `post` does. The caller holds the lock."""
        known, last = looks.known_and_last(self, key)
        if known:
            return self.messages.get(pk=known.pk)
        said = self.say(text, last, key=key)
        said.siblings = [said.pk]  # what is shown goes on until nothing follows
        self.answer(said)
        return said

    @transaction.atomic
    def revise(self, message, text, key):
        """Say something else in the place of an earlier message; what followed it stays reachable as another branch."""
        row = self.locked()
        said = row.messages.filter(key=key).first()
        if said is None:
            message.bring_up()
            row.hide_from(message.position)
            said = row.say(text, message.parent, key=key)
            row.answer(said)
        return said

    @transaction.atomic
    def regenerate(self, message):
        """Another reply in the place of this one; one that never said anything is asked for again in its own place. Returns it.

        Of two clicks at once the second finds, under the lock, that it gave way or is being written, and asks for nothing.
        """
        row = self.locked()
        shown = row.messages.select_related("parent", "reply").filter(pk=message.pk, is_shown=True).first()
        if shown is None or shown.is_being_written or (not shown.text and shown.go_on()):
            return shown or message
        row.hide_from(shown.position)
        return row.answer(shown.parent)

    def say(self, text, parent, **fields):
        """The caller holds the lock."""
        if not self.title_is_chosen and self.is_empty:
            self.title = titles.title_of(text)
        self.is_empty = False
        return Message.objects.create(
            conversation=self, role=Message.Role.USER, text=text, parent=parent, position=Message.after(parent), **fields
        )

    def answer(self, message):
        """Queue a reply to a message. The caller holds the lock. Returns the message that it will be."""
        answer = Message(
            conversation=self, role=Message.Role.ASSISTANT, parent=message, position=Message.after(message), model=self.model
        )
        answer.write()
        self.answering, self.active_at = True, timezone.now()
        self.save()
        return answer

    def hide_from(self, position):
        """What is shown from here on gives way to another branch."""
        hidden = self.messages.filter(is_shown=True, position__gte=position)
        for reply in Reply.objects.unfinished().filter(message__in=hidden):
            reply.cancel()
        for message in hidden.only("pk"):
            publish(self.topic, remove(message))
        hidden.update(is_shown=False)

    def settle(self):
        """A reply has ended: say so in the list. The caller holds the lock."""
        self.answering = looks.is_answering(self)
        self.unread, self.active_at = not self.answering or self.unread, timezone.now()
        self.save()

    # What is done with it

    @transaction.atomic
    def change(self, **fields):
        """Set some fields of the row as it is now."""
        row = self.locked()
        for name, value in fields.items():
            setattr(row, name, value)
        row.title_is_chosen = row.title_is_chosen or bool(fields.get("title"))
        row.save()
        return row

    def remove(self):
        for reply in Reply.objects.unfinished().filter(message__conversation=self):
            reply.cancel()
        return self.change(deleted_at=timezone.now())

    def restore(self):
        return self.change(deleted_at=None)

    def read(self):
        """Its owner has seen the end of it."""
        if Conversation.objects.filter(pk=self.pk, unread=True).exists():
            self.change(unread=False)

    def locked(self):
        """The row as it is now, locked. Whoever changes a conversation or what is in it takes this lock first."""
        return Conversation.objects.select_for_update().get(pk=self.pk)
