"""What preferences were, and what they were wanted to be: 30 days in which nothing is lost for good."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now

DAYS = 30


class PreferenceChangeQuerySet(models.QuerySet):
    def recent(self, user):
        """This person's history, newest first, as far back as it is promised (whatever has not been pruned yet)."""
        return self.filter(user=user, at__gte=now() - timedelta(days=DAYS))


class PreferenceChange(models.Model):
    """What a preference was set to, or what a save wanted and did not get. Kept for 30 days.

    `version` is the version that the change became, or the one that stood in its way.
    """

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

    objects = PreferenceChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]  # written under the lock of the person's row: numbers and times grow together
        indexes = [models.Index(fields=["user", "-id"])]

    def __str__(self):
        return f"{self.key} {self.outcome}"

    @staticmethod
    def topic_of(user_id):
        return f"user.{user_id}.settings_history"

    @property
    def topic(self):
        return self.topic_of(self.user_id)

    @property
    def offer(self):
        """The value that this line can bring back: the one before, or the one that was refused."""
        return self.before if self.outcome == self.Outcome.APPLIED else self.value
