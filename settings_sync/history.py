"""The history of settings as its person reads it: by day, newest first, each line with a way back."""

from datetime import timedelta
from itertools import groupby
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from realtime import Region
from settings_sync import preferences
from settings_sync.differences import difference
from settings_sync.models import Preference, PreferenceChange
from settings_sync.words import Words, is_long, label_of

PER_PAGE = 30


def region(user, before=None):
    """One page of the history; `before` is the number of the last line of the page above."""
    return Region(
        "settings-history",
        template="settings_sync/_history.html",
        topics=[PreferenceChange.topic_of(user.pk)],
        src=reverse("settings:history_list") + (f"?before={before}" if before else ""),
        context=lambda: page(user, before),
    )


def page(user, before=None):
    """What the template shows: the days with their lines, and where older ones begin."""
    rows = PreferenceChange.objects.recent(user)
    rows = list((rows.filter(pk__lt=before) if before else rows)[: PER_PAGE + 1])
    shown, zone, words = rows[:PER_PAGE], ZoneInfo(user.time_zone), Words(user)
    current = Preference.objects.of(user, list({row.key for row in shown}))
    lines = [Line(row, current[row.key].value, words) for row in shown]
    days = groupby(lines, key=lambda line: localtime(line.row.at, zone).date())
    return {
        "days": [(day_words(day, localdate(timezone=zone)), list(some)) for day, some in days],
        "zone": user.time_zone,
        "older": shown[-1].pk if len(rows) > PER_PAGE else None,
        "is_first": before is None,
    }


def day_words(day, today):
    if day == today:
        return "Today"
    return "Yesterday" if day == today - timedelta(days=1) else f"{day.day} {day:%B}"


def restore(change, base, device):
    """Set again what a line offers, as a change of its own; the result is that of a save.

    It is a "conflict" where the setting has moved on from version `base`: then the person is asked before anything is written.
    """
    current = Preference.objects.of(change.user, [change.key])[change.key]
    if change.key in preferences.declared and current.version != base and current.value != change.offer:
        return {"status": "conflict", **current.as_json()}
    changes = {change.key: {"value": change.offer, "base_version": base}}
    return Preference.objects.save_changes(change.user, uuid4(), changes, device)[change.key]


class Line:
    """One line of the history in words."""

    def __init__(self, row, current, words=None):
        self.row, self.current, self.words = row, current, words or Words(row.user)

    @property
    def label(self):
        return label_of(self.row.key)

    @property
    def before(self):
        return self.words(self.row.key, self.row.before)

    @property
    def value(self):
        return self.words(self.row.key, self.row.value)

    @property
    def offer(self):
        return self.words(self.row.key, self.row.offer)

    @property
    def now(self):
        return self.words(self.row.key, self.current)

    @property
    def is_refused(self):
        return self.row.outcome == PreferenceChange.Outcome.CONFLICT

    @property
    def is_long(self):
        return is_long(self.row.before, self.row.value)

    @property
    def difference(self):
        texts = (self.row.before, self.row.value)
        return difference(*(text if isinstance(text, str) else "" for text in texts))

    @property
    def can_restore(self):
        """What is set already, or what nobody declares any more, cannot be set again."""
        return self.row.key in preferences.declared and self.row.offer != self.current
