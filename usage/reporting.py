"""Days of figures, budgets and exports are those of the reporting time zone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def midnight(day):
    """The moment at which a day of the reporting time zone began."""
    return datetime(day.year, day.month, day.day, tzinfo=settings.REPORTING_ZONE)


def tomorrow():
    """The moment at which the next day begins there."""
    return midnight(timezone.localdate(timezone=settings.REPORTING_ZONE) + timedelta(days=1))
