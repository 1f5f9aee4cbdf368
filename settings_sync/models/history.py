from django.conf import settings
from django.db import models


class PreferenceChange(models.Model):
    """What a preference was set to, or what a save wanted and did not get. Kept for 30 days."""

    class Outcome(models.TextChoices):
        APPLIED = "applied"
        CONFLICT = "conflict"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference_changes")
    key = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    device = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"])]

    def __str__(self):
        return f"{self.key} {self.outcome}"
