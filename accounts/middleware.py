"""Dates in the time of whoever reads them."""

from datetime import UTC, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.utils import timezone


class ZoneOfReader(tzinfo):
    """The time zone of a request's person, asked for when the first date is shown: most answers show none."""

    def __init__(self, request):
        self._request = request

    @cached_property
    def zone(self):
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return UTC
        try:
            return ZoneInfo(user.time_zone)
        except (ZoneInfoNotFoundError, ValueError):  # Written past the model, or gone from a newer database.
            return UTC

    def utcoffset(self, moment):
        return self.zone.utcoffset(moment)

    def dst(self, moment):
        return self.zone.dst(moment)

    def tzname(self, moment):
        return self.zone.tzname(moment)

    def fromutc(self, moment):
        return self.zone.fromutc(moment.replace(tzinfo=self.zone))

    def __str__(self):
        return str(self.zone)


class TimeZone:
    """Renders a page's dates in its reader's time zone. What many read (frames, shared regions) is rendered in the site's."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self._call_async(request)
        with timezone.override(ZoneOfReader(request)):
            return self.get_response(request)

    async def _call_async(self, request):
        with timezone.override(ZoneOfReader(request)):
            return await self.get_response(request)
