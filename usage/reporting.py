"""Days of figures, budgets and exports are those of the reporting time zone."""

from datetime import datetime

from django.conf import settings


def midnight(day):
    """The moment at which a day of the reporting time zone began."""
    return datetime(day.year, day.month, day.day, tzinfo=settings.REPORTING_ZONE)
