"""What calls added up to, by day: written in the transaction that settles each, so that no page ever adds up logs."""

from django.conf import settings
from django.db import models

SHOWN = ["requests", "tokens", "images", "charged", "unpriced"]
SHARDS = 16  # rows a day and model of the whole site: people who settle at once seldom meet in one


class Figures(models.Model):
    """Sums of a day in the reporting time zone; `charged` in nano-USD, `unpriced` the calls that have no price to charge."""

    day = models.DateField()
    requests = models.BigIntegerField(default=0)
    tokens = models.BigIntegerField(default=0)
    images = models.BigIntegerField(default=0)
    charged = models.BigIntegerField(default=0)
    unpriced = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.day}"


class UserDay(Figures):
    """A person's day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_row_a_user_and_day")]
        indexes = [models.Index(fields=["day", "user"], include=SHOWN, name="user_days_by_day")]


class ModelDay(Figures):
    """A person's day with one model."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=250)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day", "provider", "model"], name="one_row_a_user_day_and_model")]


class SiteDay(Figures):
    """A day of the whole site with one model, in shards that add up."""

    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=250)
    shard = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "provider", "model", "shard"], name="one_row_a_day_model_and_shard")
        ]
