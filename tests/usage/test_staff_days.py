"""Days on the staff page are those of the reporting time zone: of its figures, its filters and its files alike."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.usage.conftest import ask_of, call_of
from tests.usage.test_staff_page import cells, names
from usage import calls, metering
from usage.models import UserDay
from usage.models.accounts import today
from usage.reporting import midnight
from usage.staff import files
from usage.staff.filters import Filters

ZONES = ["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Chatham"]
SECOND = timedelta(seconds=1)


@pytest.fixture(params=ZONES)
def zone(request, settings):
    settings.REPORTING_ZONE = ZoneInfo(request.param)
    return request.param


@pytest.fixture
def at(price):
    """`at(grace, moment)`: a call of hers that ended then."""
    return lambda person, moment: metering.settle(call_of(ask_of(person), started_at=moment, ended_at=moment))


def test_the_last_second_of_yesterday_is_not_today(zone, at, staff, grace, eve):
    begin = midnight(today())
    at(grace, begin - SECOND)
    at(eve, begin)
    page = staff.get("/usage/logs/?period=today")
    assert (cells(page, grace)[2], cells(page, eve)[2]) == ("0", "1")
    assert names(staff.get("/usage/logs/?activity=today")) == ["Eve"]
    assert set(names(staff.get("/usage/logs/?activity=7"))) == {"Grace", "Eve"}


@pytest.mark.parametrize(("choice", "days"), [("7", 7), ("30", 30)])
def test_a_period_of_days_begins_with_the_first_of_them(zone, at, staff, grace, eve, choice, days):
    begin = midnight(today() - timedelta(days=days - 1))
    at(grace, begin - SECOND)
    at(eve, begin)
    page = staff.get(f"/usage/logs/?period={choice}")
    assert (cells(page, grace)[2], cells(page, eve)[2]) == ("0", "1")
    assert names(staff.get(f"/usage/logs/?activity={choice}")) == ["Eve"]


def test_longer_ago_and_never_are_what_is_left(zone, at, staff, ada, grace, eve):
    at(grace, midnight(today() - timedelta(days=29)) - SECOND)
    at(eve, midnight(today() - timedelta(days=29)))
    assert names(staff.get("/usage/logs/?activity=older")) == ["Grace"]
    assert names(staff.get("/usage/logs/?activity=never")) == ["Ada"]


CHANGES = [
    ("America/New_York", date(2026, 11, 1), 25),  # an hour comes twice
    ("America/New_York", date(2026, 3, 8), 23),
    ("Asia/Kolkata", date(2026, 11, 1), 24),
    ("Asia/Beirut", date(2026, 3, 29), 23),  # has no midnight
]


@pytest.mark.parametrize(("name", "day", "hours"), CHANGES)
def test_a_day_on_which_clocks_change_has_all_its_calls(settings, at, grace, name, day, hours):
    settings.REPORTING_ZONE = ZoneInfo(name)
    begin, end = (midnight(each).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    assert end - begin == timedelta(hours=hours)
    for moment in (begin - SECOND, begin, end - SECOND, end):
        at(grace, moment)
    assert dict(UserDay.objects.values_list("day", "requests")) == {day - timedelta(1): 1, day: 2, day + timedelta(1): 1}


def test_a_file_says_its_zone_and_the_days_are_its_own(settings, at, grace):
    settings.REPORTING_ZONE = ZoneInfo("Asia/Kolkata")
    at(grace, datetime(2026, 11, 1, 18, 30, tzinfo=UTC))
    lines = "".join(files.logs(calls.of(grace))).splitlines()
    assert lines[0].startswith("Ended at (Asia/Kolkata),")
    assert lines[1].startswith("2026-11-02T00:00:00+05:30,")


def test_a_period_begins_at_the_same_moment_for_days_and_for_logs(zone):
    chosen = Filters(period="7")
    assert chosen.begin == midnight(chosen.since)
