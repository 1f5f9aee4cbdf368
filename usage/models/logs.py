"""What every paid call took: the log from which people and operators see usage."""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from usage.access import sees_everybody

BOOKED = "What was charged stands in the ledger: reverse its entry instead."


class Counted(NamedTuple):
    """What a log adds to the totals, and to which."""

    user: int | None
    day: object
    provider: str
    model: str
    requests: int
    tokens: int
    images: int
    charged: int
    unpriced: int


class UsageLogQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff see everybody's, anybody else their own."""
        if sees_everybody(user):
            return self
        return self.filter(user=user) if user.is_active else self.none()


class UsageLog(models.Model):
    """One call of a model, whatever way it ended. Its `key` names what called, so that no call stands here twice.

    `cost` is what the price list said when it was made, `charged` what of that was taken from credits: nothing where the
    person's own key paid. Both in nano-USD.
    """

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
    images = models.PositiveIntegerField(default=0)
    is_estimated = models.BooleanField(default=False, help_text="The provider did not say how many tokens it took.")
    is_own_key = models.BooleanField(default=False, help_text="The person pays the provider.")
    price = models.ForeignKey("usage.Price", models.PROTECT, null=True, related_name="+")
    cost = models.BigIntegerField(null=True, help_text="In nano-USD; empty where no price is known.")
    charged = models.BigIntegerField(default=0, help_text="In nano-USD, from the person's credits.")
    started_at = models.DateTimeField()
    first_at = models.DateTimeField(null=True, help_text="When the first token or picture came.")
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    code = models.CharField(max_length=32, blank=True, help_text="What kind of failure it was.")
    request_id = models.CharField(max_length=120, blank=True, help_text="What the provider calls it.")

    counted = None  # its `Counted` as it is in the totals

    objects = UsageLogQuerySet.as_manager()

    class Meta:
        ordering = ["-ended_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-ended_at", "-id"], name="usage_of_user"),
            models.Index(fields=["-ended_at", "-id"], name="usage_by_time"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(charged__gte=0), name="nothing_is_charged_backwards")]

    def __str__(self):
        return f"{self.key}: {self.model}"

    @classmethod
    def from_db(cls, db, names, values):
        """Remembers what it counted for, so that a correction can move the totals by the difference."""
        row = super().from_db(db, names, values)
        row.counted = row.figures() if len(values) == len(cls._meta.concrete_fields) else None
        return row

    @transaction.atomic
    def save(self, *args, **kwargs):
        """The row, the totals that its receivers move and the versions are one transaction."""
        if not self._state.adding:
            self.counted = self.counted or UsageLog.objects.get(pk=self.pk).counted
            booked, whose = self.counted.charged, self.counted.user
            if booked != self.charged or (booked and whose != self.user_id):
                raise ValidationError(BOOKED)
        super().save(*args, **kwargs)

    def let_go(self):
        """What says whether it may be deleted. Raises ValidationError."""
        if self.charged:
            raise ValidationError(BOOKED)

    @property
    def tokens(self):
        return self.tokens_in + self.tokens_out

    @property
    def day(self):
        """The day that it counts for, in the reporting time zone."""
        return timezone.localdate(self.ended_at, settings.REPORTING_ZONE)

    @property
    def seconds(self):
        """How long it took."""
        return (self.ended_at - self.started_at).total_seconds()

    @property
    def first_seconds(self):
        """How long the first token or picture took; None where none came."""
        return (self.first_at - self.started_at).total_seconds() if self.first_at else None

    @property
    def is_unpriced(self):
        """Whether credits would have paid for it, had a price been known."""
        return self.cost is None and not self.is_own_key

    def figures(self):
        whose = (self.user_id, self.day, self.provider, self.model)
        return Counted(*whose, 1, self.tokens, self.images, self.charged, int(self.is_unpriced))
