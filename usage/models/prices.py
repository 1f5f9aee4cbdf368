"""The price list: rows that are added and never changed, so that what a call cost can always be explained."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

MILLION = 1_000_000


class Price(models.Model):
    """What a model costs from a moment on, until a later row of the same model. All in nano-USD, per million tokens or per image."""

    provider = models.CharField(max_length=40, help_text="The provider's slug, as it stands in Providers.")
    model = models.CharField(max_length=250, help_text="As the provider calls it, without a date at its end.")
    input = models.BigIntegerField(
        "input", default=0, validators=[MinValueValidator(0)], help_text="nano-USD per million tokens read"
    )
    output = models.BigIntegerField(
        "output", default=0, validators=[MinValueValidator(0)], help_text="nano-USD per million tokens written"
    )
    image = models.BigIntegerField("image", default=0, validators=[MinValueValidator(0)], help_text="nano-USD per image")
    starts_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["provider", "model", "-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "model", "starts_at"], name="one_price_at_a_time"),
            models.CheckConstraint(condition=models.Q(input__gte=0, output__gte=0, image__gte=0), name="no_price_below_zero"),
        ]

    def __str__(self):
        return f"{self.provider} {self.model} from {self.starts_at:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ValidationError("A price is never changed. Add a row that starts later.")
        super().save(*args, **kwargs)

    def of(self, tokens_in=0, tokens_out=0, images=0):
        """What this much costs, in nano-USD, rounded once, half up."""
        exact = tokens_in * self.input + tokens_out * self.output + images * self.image * MILLION
        return (exact + MILLION // 2) // MILLION
