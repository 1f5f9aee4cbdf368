"""Where a person is in their conversations, and what they began to type there."""

from django.conf import settings
from django.db import models, transaction


class Draft(models.Model):
    """What a person began to type in a conversation and did not send; follows them to their other devices."""

    conversation = models.OneToOneField("chat.Conversation", models.CASCADE, related_name="draft")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.text[:60]

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Each save is a version, so that a tab knows an older one when it meets it."""
        self.version += 1
        super().save(*args, **kwargs)


class Place(models.Model):
    """Which conversation a person looks at; tabs that follow go there."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="chat_place")
    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.user} at {self.conversation}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
