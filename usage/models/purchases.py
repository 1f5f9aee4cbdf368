"""Credits that people buy: what is offered, each attempt to buy it, and what payment services told about them."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils import timezone

LONGEST = timedelta(hours=24)  # that a purchase waits to be paid


class Package(models.Model):
    """So many credits for so much money."""

    name = models.CharField(max_length=60)
    credits = models.BigIntegerField(validators=[MinValueValidator(1)], help_text="In nano-USD.")
    price_cents = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    currency = models.CharField(max_length=3, default="usd")
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["price_cents", "pk"]

    def __str__(self):
        return self.name


class CreditPurchaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user, deleted_at=None) if user.is_active else self.none()

    def counted(self):
        """What is revenue: paid, not taken out; what was refunded of it is subtracted."""
        return self.filter(state__in=CreditPurchase.PAID, deleted_at=None)

    def waiting_since(self, moment):
        """Begun before that moment, and nobody has paid: neither now, nor in a way that takes days."""
        return self.filter(state=CreditPurchase.State.PENDING, payment="", created_at__lt=moment)


class CreditPurchase(models.Model):
    """One attempt to buy a package. What it gives and costs is frozen here. `attempt` comes from the browser: a double click is one."""

    class State(models.TextChoices):
        PENDING = "pending"
        COMPLETED = "completed"
        FAILED = "failed"
        EXPIRED = "expired"
        REFUNDED = "refunded"

    PAID = [State.COMPLETED]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="purchases")
    package = models.ForeignKey(Package, models.SET_NULL, null=True, related_name="purchases")
    attempt = models.UUIDField(unique=True, default=uuid4)
    provider = models.CharField(max_length=10)
    ref = models.CharField(max_length=255, null=True, help_text="The payment service's name for the checkout.")
    payment = models.CharField(max_length=255, blank=True, db_index=True, help_text="The payment service's name for the payment.")
    credits = models.BigIntegerField(help_text="In nano-USD.")
    price_cents = models.PositiveIntegerField()
    refunded_cents = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = CreditPurchaseQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["provider", "ref"], name="one_purchase_a_checkout")]
        indexes = [models.Index(fields=["user", "-created_at"], name="purchases_of_user")]

    def __str__(self):
        return f"purchase {self.pk}"

    @property
    def name(self):
        return self.package.name if self.package else "credits"

    @property
    def entry_key(self):
        """What its entry in the ledger is called."""
        return f"purchase.{self.pk}"

    @property
    def paid_cents(self):
        """What is left of the payment, after refunds; 0 where there was none."""
        return self.price_cents - self.refunded_cents if self.completed_at else 0

    def worth(self, cents):
        """The credits, in nano-USD, for so many cents of its price."""
        return self.credits * cents // self.price_cents

    @transaction.atomic
    def save(self, *args, **kwargs):
        """The row and the versions that its receivers raise are one transaction."""
        super().save(*args, **kwargs)


class WebhookEvent(models.Model):
    """A message of a payment service that was taken in: it counts once, however often it comes."""

    provider = models.CharField(max_length=10)
    event = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event"], name="one_row_an_event")]

    def __str__(self):
        return f"{self.provider} {self.event}"
