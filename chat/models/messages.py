"""What somebody said, or a model replied. The messages of a conversation are a tree; one branch of it is shown."""

from uuid import uuid4

from django.db import models, transaction
from django.utils.safestring import mark_safe

from chat import markdown
from chat.models.replies import Reply

LONGEST = 200_000  # characters


class Message(models.Model):
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
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["conversation", "is_shown", "position"], name="chat_thread")]
        constraints = [models.UniqueConstraint(fields=["conversation", "key"], name="one_message_per_key")]

    def __str__(self):
        return self.text[:60]

    @transaction.atomic
    def save(self, *args, **kwargs):
        """The HTML is made when the text is saved, once, and not each time that it is read."""
        if not self.is_being_written:
            self.html = "\n".join(_framed(markdown.blocks(self.text)))
        super().save(*args, **kwargs)

    @staticmethod
    def after(parent):
        return parent.position + 1 if parent else 0

    @property
    def is_reply(self):
        return self.role == self.Role.ASSISTANT

    @property
    def is_being_written(self):
        return self.reply is not None and self.reply.is_unfinished

    @property
    def state(self):
        """Of a reply: queued, running, done, failed, cancelled or interrupted; of what a person said: empty."""
        return self.reply.state if self.reply else ""

    @property
    def sort_key(self):
        return f"{self.position:08}"

    @property
    def shown_html(self):
        """The blocks; of a reply that is being written those up to its last checkpoint, the last one open."""
        if not self.is_being_written:
            return mark_safe(self.html)  # noqa: S308 – made by chat.markdown, which cleans it
        stream = markdown.Stream()
        stream.write(self.reply.text)
        stream.update()
        return mark_safe("\n".join(_framed(block.html for block in stream.blocks)))  # noqa: S308

    def write(self, text=""):
        """Queue the job that writes this reply, after `text` where it goes on."""
        self.reply = Reply.objects.create(message=self, model=self.model, text=text, reasoning=self.reasoning if text else "")
        self.save()

    @transaction.atomic
    def go_on(self):
        """Queue the rest of a reply that broke off. Returns whether there was anything to go on with."""
        conversation = self.conversation.locked()
        row = Message.objects.select_related("reply").get(pk=self.pk)
        if row.is_being_written or not row.is_reply:
            return False
        row.write(row.text)
        conversation.change(answering=True)
        return True


def _framed(blocks):
    return [f'<div class="block" data-block="{number}">{html}</div>' for number, html in enumerate(blocks)]
