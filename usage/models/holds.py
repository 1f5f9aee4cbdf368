"""What running calls may cost at most: taken from what is there to spend until they end."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from realtime import publish
from usage.models.accounts import CreditAccount

LONGEST = timedelta(hours=7)  # no call takes that long, nor an image in its provider's line: what is older was left behind


class HoldQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Hold.State.OPEN)

    def expire(self):
        """Release what was left behind. Returns how many."""
        overdue = self.open().filter(expires_at__lt=timezone.now()).select_related("account")
        return sum(hold.end(Hold.State.EXPIRED) for hold in list(overdue[:1000]))


class Hold(models.Model):
    """One call's share. Its `key` is that of the usage log that will settle it."""

    class State(models.TextChoices):
        OPEN = "open"
        CAPTURED = "captured"
        RELEASED = "released"
        EXPIRED = "expired"

    key = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey("usage.CreditAccount", models.CASCADE, related_name="holds")
    amount = models.BigIntegerField(help_text="In nano-USD.")
    price = models.ForeignKey("usage.Price", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    taken_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = HoldQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "expires_at"], name="holds_that_expire")]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="no_hold_below_zero")]

    def __str__(self):
        return f"hold {self.key}"

    @transaction.atomic
    def end(self, state):
        """Give back what it held, and let the person's pages say so. Returns whether it was open still."""
        if not Hold.objects.open().filter(pk=self.pk).update(state=state):
            return False
        CreditAccount.objects.filter(pk=self.account_id).update(held=F("held") - self.amount)
        if self.account.user_id:
            publish(self.account.topic)
        return True
