"""The job that writes a reply: what it has so far, and what became of it."""

from django.db import models, transaction

from chat.counting import MOST
from chat.models import locking
from chat.models.showing import framed
from jobs.models import Job, LostLease
from realtime.db.saving import PlainlySaved
from usage import metering

TAKEN_OVER = ("text", "reasoning", "note")
TOKENS = ("tokens_in", "tokens_out")
UNSAVED = ("was_asked", "expected_in", "blocks", "request_id")
CHARACTERS_A_TOKEN = 4  # of English prose, which is what most of it is


class Reply(PlainlySaved, Job):
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
    tokens_estimated = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    is_own_key = models.BooleanField(default=False, help_text="The person pays the provider.")
    first_at = models.DateTimeField(null=True, help_text="When its first token came.")

    may_skip_queue = True
    was_asked = True  # False in the worker that knows that it never called the provider
    expected_in = None  # tokens of the question, by our own guess
    request_id = ""  # what the provider calls this call
    blocks = None  # the HTML of each block, where whoever wrote the text has made it

    class Meta(Job.Meta):
        verbose_name_plural = "replies"

    def __str__(self):
        return f"reply {self.pk}"

    @property
    def key(self):
        """Under which its call is metered."""
        return f"reply.{self.pk}"

    def locked(self):
        """The conversation first: whoever changes it locks it before its replies."""
        conversation = locking.conversation_with.first(message=self.message_id)
        row = locking.reply_with_message.first(pk=self.pk)
        if row:
            row.message.conversation = conversation
        return row

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if not self.is_unfinished:
            self.message.conversation.settle()

    def keep(self, text, reasoning):
        """A checkpoint, in silence. Raises LostLease."""
        number, tokens_in = self.checkpoint_number + 1, self.tokens_in or self.expected_in
        kept = {"text": text, "reasoning": reasoning, "tokens_in": tokens_in, "first_at": self.first_at}
        self.checkpoint(checkpoint_number=number, **kept)
        self.checkpoint_number = number

    def conclude(self, state, error=""):
        """The message takes over what was written, and its call is settled; its conversation says so in the list."""
        super().conclude(state, error)
        message = self.message
        if self.fence and self.was_asked:
            self.count(message)
            self.settle(message)
        elif self.fence:
            metering.release(self.key)
        for name in TAKEN_OVER:
            setattr(message, name, getattr(self, name))
        if self.blocks is not None:
            message.html, message.is_rendered = framed(self.blocks), True
        message.reply = self
        message.save()
        self.text = self.reasoning = ""  # the message has it from now on

    def finish(self, state, error=""):
        """End it with what this worker has, which is more than the last checkpoint. Raises LostLease."""
        try:
            with self.held() as row:
                for name in (*TAKEN_OVER, *TOKENS, "code", "retry_at", "first_at", *UNSAVED):
                    setattr(row, name, getattr(self, name))
                row.conclude(state, error)
        except LostLease:
            metering.release(self.key)  # it may have been held for after somebody else had ended it
            raise

    def count(self, message):
        """The tokens that it took: as the provider said, else what was written, by our own guess. Nothing written took nothing,
        whatever the provider counts: some do so before their first word.

        The message has those of all its runs.
        """
        written = max(len(self.text) - len(message.text) + len(self.reasoning) - len(message.reasoning), 0)
        guess = written // CHARACTERS_A_TOKEN
        if not written:
            self.tokens_in, self.tokens_out, self.tokens_estimated = 0, 0, False
        elif self.tokens_out is None or (self.state != self.State.DONE and self.tokens_out < guess):
            self.tokens_in, self.tokens_out, self.tokens_estimated = self.tokens_in or self.expected_in or 0, guess, True
        message.tokens_in = min((message.tokens_in or 0) + (self.tokens_in or 0), MOST)
        message.tokens_out = min((message.tokens_out or 0) + self.tokens_out, MOST)

    def settle(self, message):
        """What its call took, in the log and beside the message."""
        taken = {"tokens_in": self.tokens_in or 0, "tokens_out": self.tokens_out or 0, "is_estimated": self.tokens_estimated}
        whose = {"user_id": message.conversation.owner_id, "kind": "chat", "about": self.message_id}
        log = metering.settle(metering.Call.of(self, **whose, **taken))
        if log and log.cost is not None:
            message.cost = (message.cost or 0) + log.cost
