"""Dates are shown in the time zone of whoever reads them, and what many read in the site's own."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import expect

from accounts.middleware import TimeZone
from accounts.models import User
from realtime import Region, assign, publish

MOMENT = datetime(2026, 7, 1, 22, 30, 5, tzinfo=UTC)


def shown():
    return render_to_string("pieces/_time.html", {"at": MOMENT})


@pytest.fixture
def read_by(rf):
    """`read_by(ada)`: what a page that this person asks for says of the moment."""

    def read(user, page=lambda request: HttpResponse(shown())):
        request = rf.get("/")
        request.user = user
        return TimeZone(page)(request).content.decode()

    return read


@pytest.mark.once
@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "1 Jul 2026, 22:30:05 UTC"),
        ("Europe/Berlin", "2 Jul 2026, 00:30:05 CEST"),
        ("Asia/Kathmandu", "2 Jul 2026, 04:15:05 +0545"),
        ("America/New_York", "1 Jul 2026, 18:30:05 EDT"),
        ("Mars/Olympus", "1 Jul 2026, 22:30:05 UTC"),
        ("../../etc/passwd", "1 Jul 2026, 22:30:05 UTC"),
    ],
)
def test_a_page_says_the_hour_of_its_reader(read_by, zone, words):
    assert f'title="{words}"' in read_by(User(time_zone=zone))


@pytest.mark.once
def test_the_next_page_is_its_own_readers(read_by):
    assert "CEST" in read_by(User(time_zone="Europe/Berlin"))
    assert "UTC" in read_by(User(time_zone="UTC"))
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.once
def test_a_page_without_dates_asks_nobody(rf):
    class Unasked:
        def __getattribute__(self, name):
            raise AssertionError("The person was looked up")

    request = rf.get("/")
    request.user = Unasked()
    TimeZone(lambda request: HttpResponse())(request)


def test_what_many_read_is_not_in_the_writers_time(read_by, frames):
    def write(request):
        publish("people", assign("at", shown))
        return HttpResponse()

    read_by(User(time_zone="Europe/Berlin"), write)
    assert "22:30:05 UTC" in frames.values("people")["at"]


def test_a_region_of_all_is_not_in_the_time_of_whoever_came_first(read_by, transactional_db):
    region = Region("times", "pieces/_time.html", ["people"], "/", context=lambda: {"at": MOMENT}, shared=True)
    for zone in ("Europe/Berlin", "America/New_York"):
        assert "22:30:05 UTC" in read_by(User(time_zone=zone), lambda request: HttpResponse(region.html()))


def test_a_chosen_time_zone_is_that_of_every_page(client_of, ada):
    User.objects.filter(pk=ada.pk).update(time_zone="Asia/Tokyo", date_joined=MOMENT)
    page = client_of(ada).get(f"/admin/accounts/user/{ada.pk}/change/").content.decode()
    assert 'value="07:30:05"' in page


def test_the_exact_time_at_the_pointer_follows_the_person(page_as, wait_live, ada):
    page = page_as(ada, path="/profile/")
    wait_live(page)
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", shown())
    page.locator("time").hover()
    expect(page.locator("time")).to_have_attribute("title", "1 Jul 2026, 22:30:05 UTC")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#profile-badge [data-time-zone]")).to_have_attribute("data-time-zone", "Europe/Berlin")
    page.locator("h1").hover()
    page.locator("time").hover()
    expect(page.locator("time")).to_have_attribute("title", "2 Jul 2026, 00:30:05 CEST")
