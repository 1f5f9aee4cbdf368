"""What every paid call took: the log from which people and operators see usage."""

from django.conf import settings
from django.db import models


class UsageLog(models.Model):
    """One call of a model, whatever way it ended. Its `key` names what called, so that no call stands here twice."""

    class Kind(models.TextChoices):
        CHAT = "chat"
        IMAGE = "image"

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="usage")
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=250)
    kind = models.CharField(max_length=8, choices=Kind)
    about = models.UUIDField(null=True, help_text="The message or image that it was for.")
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    is_estimated = models.BooleanField(default=False, help_text="The provider did not say how many tokens it took.")
    amount = models.BigIntegerField(null=True, help_text="In nano-USD; empty where no price is known.")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    code = models.CharField(max_length=32, blank=True, help_text="What kind of failure it was.")

    class Meta:
        ordering = ["-ended_at", "-pk"]
        indexes = [models.Index(fields=["user", "-ended_at"], name="usage_of_user")]

    def __str__(self):
        return f"{self.key}: {self.model}"
