"""The ledger: what credits came and went. Rows are added, never changed, never deleted."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


class CreditEntry(models.Model):
    """One movement of credits, in nano-USD: above zero they come, below they go. Its `key` names the cause: no cause counts twice."""

    class Kind(models.TextChoices):
        PURCHASE = "purchase"
        GRANT = "grant"
        USAGE = "usage"
        REFUND = "refund"
        ADJUSTMENT = "adjustment"

    WORDS = {
        Kind.PURCHASE: "Bought",
        Kind.GRANT: "Granted",
        Kind.USAGE: "Used",
        Kind.REFUND: "Paid back",
        Kind.ADJUSTMENT: "Adjusted",
    }

    account = models.ForeignKey("usage.CreditAccount", models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind)
    amount = models.BigIntegerField(help_text="In nano-USD.")
    key = models.CharField(max_length=100, unique=True)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reversals", help_text="What it takes back, or a part of that."
    )
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "credit entries"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["account", "-at", "-id"], name="entries_of_account"),
            models.Index(fields=["account", "-at", "-id"], name="entries_but_usage", condition=~models.Q(kind="usage")),
        ]

        constraints = [
            models.UniqueConstraint(fields=["reverses"], condition=models.Q(kind="adjustment"), name="taken_back_by_hand_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ValidationError("An entry is never changed. Add one that takes it back.")
        super().save(*args, **kwargs)

    def let_go(self):
        """What says whether it may be deleted. Raises ValidationError."""
        raise ValidationError("An entry is never deleted. Add one that takes it back.")

    @property
    def words(self):
        return self.WORDS[self.kind]
