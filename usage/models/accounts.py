"""A person's credits and how much they used: caches of the ledger and the logs, kept up in the same transactions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class CreditAccountQuerySet(models.QuerySet):
    def of(self, user_id):
        """The person's account; made when it is first wanted."""
        return self.get_or_create(user_id=user_id)[0]

    def locked(self, user_ids):
        """{user id: account} of these people, locked in one order, so that no two who lock several wait for each other."""
        for user_id in user_ids:
            self.of(user_id)
        return {account.user_id: account for account in self.select_for_update().filter(user__in=user_ids).order_by("pk")}

    def ensure(self, user_ids):
        """Give people that were made in bulk their accounts."""
        self.bulk_create([self.model(user_id=pk) for pk in user_ids], ignore_conflicts=True, batch_size=1000)


class CreditAccount(models.Model):
    """All amounts in nano-USD. `check_ledger` compares every figure here with what it is made from."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="credit")
    balance = models.BigIntegerField(default=0, editable=False)
    held = models.BigIntegerField(default=0, editable=False)
    requests = models.BigIntegerField(default=0, editable=False)
    tokens = models.BigIntegerField(default=0, editable=False)
    images = models.BigIntegerField(default=0, editable=False)
    charged = models.BigIntegerField(default=0, editable=False)
    unpriced = models.BigIntegerField(
        default=0, editable=False, help_text="Calls that credits would have paid, had a price been known."
    )
    last_at = models.DateTimeField(null=True, editable=False)
    purchases = models.PositiveIntegerField(default=0, editable=False, help_text="Completed ones.")
    budget_day = models.BigIntegerField("daily budget", null=True, blank=True, help_text="In nano-USD; empty: none.")
    budget_month = models.BigIntegerField("monthly budget", null=True, blank=True, help_text="In nano-USD; empty: none.")
    day = models.DateField(null=True, editable=False, help_text="The day of `spent_day` and of the rest with it.")
    spent_day = models.BigIntegerField(default=0, editable=False)
    spent_month = models.BigIntegerField(default=0, editable=False)
    told_day = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Per cent of the budget last told.")
    told_month = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = CreditAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held__gte=0), name="nothing_held_below_zero"),
            models.CheckConstraint(condition=Q(budget_day__gte=0) | Q(budget_day=None), name="no_daily_budget_below_zero"),
            models.CheckConstraint(condition=Q(budget_month__gte=0) | Q(budget_month=None), name="no_monthly_budget_below_zero"),
        ]

    def __str__(self):
        return f"account {self.pk}"

    @property
    def topic(self):
        return self.topic_of(self.user_id)

    @staticmethod
    def topic_of(user_id):
        """The topic of a person's own figures."""
        return f"user.{user_id}.usage"

    @property
    def available(self):
        """What is there to spend: the balance without what running calls hold."""
        return self.balance - self.held

    def is_of_day(self, today):
        """Whether `spent_day` is what was spent today."""
        return self.day == today

    def is_of_month(self, today):
        return self.day is not None and (self.day.year, self.day.month) == (today.year, today.month)

    def spent_today(self, today):
        return self.spent_day if self.is_of_day(today) else 0

    def spent_this_month(self, today):
        return self.spent_month if self.is_of_month(today) else 0

    def affords(self, amount, today):
        """Hold this much if balance and budgets allow it: one conditional update, so that no two calls spend the same."""
        return bool(CreditAccount.objects.filter(pk=self.pk).filter(_allows(amount, today)).update(held=F("held") + amount))


def today():
    """The day in the reporting time zone."""
    return timezone.localdate(timezone=settings.REPORTING_ZONE)


def _allows(amount, day):
    month = Q(day__year=day.year, day__month=day.month)
    within_day = Q(budget_day=None) | ~Q(day=day, day__isnull=False) & Q(budget_day__gte=F("held") + amount)
    within_day |= Q(day=day, budget_day__gte=F("spent_day") + F("held") + amount)
    within_month = Q(budget_month=None) | Q(month, budget_month__gte=F("spent_month") + F("held") + amount)
    within_month |= (Q(day=None) | ~month) & Q(budget_month__gte=F("held") + amount)
    return Q(balance__gte=F("held") + amount) & within_day & within_month
