"""The job that writes a reply: what it has so far, and what became of it."""

from django.apps import apps
from django.db import models

from jobs.models import Job

TAKEN_OVER = ("text", "reasoning", "tokens_in", "tokens_out", "note")


class Reply(Job):
    """One run of a model for one message. While it runs, its text is here, as of the last checkpoint."""

    message = models.ForeignKey("chat.Message", models.CASCADE, related_name="replies")
    model = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    reasoning = models.TextField(blank=True)
    checkpoint_number = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=32, blank=True, help_text="What kind of failure it was.")
    retry_at = models.DateTimeField(null=True, help_text="When the provider takes requests again, as it said.")
    tokens_in = models.PositiveIntegerField(null=True)
    tokens_out = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta(Job.Meta):
        verbose_name_plural = "replies"

    def __str__(self):
        return f"reply {self.pk}"

    def locked(self):
        """The conversation first: whoever changes it locks it before its replies."""
        conversations = apps.get_model("chat", "Conversation").objects.select_for_update()
        conversations.filter(
            pk__in=apps.get_model("chat", "Message").objects.filter(pk=self.message_id).values("conversation")
        ).first()
        return super().locked()

    def begin(self, worker):
        super().begin(worker)
        self.message.save(update_fields=["reply"])  # says that it is being written now

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if not self.is_unfinished:
            self.message.conversation.settle()

    def keep(self, text, reasoning):
        """A checkpoint, in silence. Raises LostLease."""
        self.checkpoint(text=text, reasoning=reasoning, checkpoint_number=self.checkpoint_number + 1)
        self.checkpoint_number += 1

    def conclude(self, state, error=""):
        """The message takes over what was written; its conversation says so in the list."""
        super().conclude(state, error)
        message = self.message
        for name in TAKEN_OVER:
            setattr(message, name, getattr(self, name))
        message.reply = self
        message.save(update_fields=[*TAKEN_OVER, "html"])

    def finish(self, state, error=""):
        """End it with what this worker has, which is more than the last checkpoint. Raises LostLease."""
        with self.held() as row:
            for name in (*TAKEN_OVER, "code", "retry_at"):
                setattr(row, name, getattr(self, name))
            row.conclude(state, error)
