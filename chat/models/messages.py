"""What somebody said, or a model replied. The messages of a conversation are a tree; one branch of it is shown."""

from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone

from chat import markdown
from chat.models import branches, looks
from chat.models.replies import Reply
from chat.models.showing import Showing, framed
from realtime import publish
from realtime.db.saving import PlainlySaved

LONGEST = 200_000  # characters


class Message(Showing, PlainlySaved):
    """One turn. A reply's words come from its `reply`, the row of the job, for as long as it is being written."""

    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="messages")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="branches")
    role = models.CharField(max_length=9, choices=Role)
    position = models.PositiveIntegerField()
    is_shown = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True, editable=False)
    reasoning = models.TextField(blank=True)
    key = models.UUIDField(null=True, editable=False)
    model = models.CharField(max_length=250, blank=True)
    reply = models.ForeignKey(Reply, models.SET_NULL, null=True, related_name="+", editable=False)
    tokens_in = models.PositiveIntegerField(null=True, editable=False)
    tokens_out = models.PositiveIntegerField(null=True, editable=False)
    cost = models.BigIntegerField(null=True, editable=False, help_text="In nano-USD.")
    note = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    is_rendered = False  # True where `html` was made of `text` already: of a long reply nobody renders twice

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["conversation", "is_shown", "position"], name="chat_thread")]
        constraints = [models.UniqueConstraint(fields=["conversation", "key"], name="one_message_per_key")]

    def __str__(self):
        return f"message {self.pk}"  # not its text: operators meet it in the admin

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs):
        """The HTML of a reply is made when its text is saved, once, and not each time that it is read.

        What a person said is shown as they wrote it.
        """
        if not self.is_being_written and not self.is_rendered:
            self.html = framed(markdown.blocks(self.text)) if self.is_reply else ""
        super().save(*args, **kwargs)

    @staticmethod
    def after(parent):
        return parent.position + 1 if parent else 0

    def write(self, text=""):
        """Queue the job that writes this reply, after `text` where it goes on."""
        self.reply = Reply.objects.create(message=self, model=self.model, text=text, reasoning=self.reasoning if text else "")
        self.save()

    @transaction.atomic
    def go_on(self):
        """Queue the rest of a reply that broke off. Returns whether there was anything to go on with."""
        conversation = self.conversation.locked()
        row = Message.objects.select_related("reply").get(pk=self.pk)
        if row.is_being_written or not row.is_reply or (row.text and not row.can_go_on):
            return False
        row.model = row.model if row.text else conversation.model
        row.write(row.text)
        conversation.change(answering=True)
        return True

    @transaction.atomic
    def show(self):
        """Show the branch in which this stands, in the place of the one that is shown. Nothing that is being written ends.

        All of it: the page that asks may be late, so that what stands above this is hidden too.
        """
        conversation = self.conversation.locked()
        line = branches.line_of(conversation.messages.get(pk=self.pk))
        conversation.messages.filter(is_shown=True).exclude(pk__in=line).update(is_shown=False)
        conversation.messages.filter(is_shown=False, pk__in=line).update(is_shown=True)
        publish(conversation.topic)

    def bring_up(self):
        """Show where this was said, for a page that is late: it may be hidden since, or gone. The caller holds the lock.

        Raises DoesNotExist where what it followed is gone too.
        """
        there = Message.objects.filter(pk=self.pk).first() or self.parent
        if there and not there.is_shown:
            there.show()

    @transaction.atomic
    def remove(self):
        """Take this away with all that followed it; what else was said in its place is shown then."""
        conversation = self.conversation.locked()
        row = conversation.messages.get(pk=self.pk)
        at = row.siblings.index(row.pk)
        others = row.siblings[:at][-1:] or row.siblings[at + 1 :][:1]
        conversation.messages.filter(pk__in=branches.subtree_of(row)).delete()
        if row.is_shown and others:
            conversation.messages.get(pk=others[0]).show()
        publish(conversation.topic)
        conversation.change(answering=looks.is_answering(conversation))
