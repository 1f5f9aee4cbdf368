"""The real client at the real site: outages, logout, too many tabs, who is here, and hints that are lost."""

import re
import time

import pytest
from django.db.models import F
from playwright.sync_api import expect

from accounts.models import User
from realtime.models import TopicVersion
from tests.browsers import wait_live

NO_SERVER = "ERR_CONNECTION_REFUSED|Failed to load resource|WebSocket connection"


@pytest.fixture
def site(live_sites):
    """A server of our own, which may be killed."""
    site = live_sites(fresh=True)
    yield site
    site.stop()


def rename(user, name):
    user.display_name = name
    user.save()


def open_people(page_as, user, path="/people/", **options):
    page = page_as(user, path=path, **options)
    wait_live(page)
    return page


def names(page):
    return page.get_by_role("list", name="People").locator(".person-name")


def test_what_was_missed_in_an_outage_shows_after_it(page_as, site, ada, grace, console):
    console.allow(NO_SERVER)
    page = open_people(page_as, grace, site=site)
    site.servers[0].kill()
    expect(page.get_by_role("status", name="Connection")).to_have_text(re.compile("Offline, retrying"))
    rename(ada, "Zelda")
    site.servers[0].start().wait_ready()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_live(page)
    expect(names(page)).to_have_text(["Grace Hopper", "Zelda"])


def test_a_change_whose_hint_never_left_shows_within_five_seconds(page_as, live_site, ada, grace):
    page = open_people(page_as, grace)
    began = time.monotonic()
    User.objects.filter(pk=ada.pk).update(display_name="Zelda")
    TopicVersion.objects.filter(topic="people").update(version=F("version") + 1)  # as if the process died after COMMIT
    expect(names(page)).to_have_text(["Grace Hopper", "Zelda"], timeout=8_000)
    assert time.monotonic() - began < 5


def test_a_logout_shows_in_every_tab_of_that_browser_and_in_no_other(page_as, live_site, ada, console):
    console.allow("401")
    here, elsewhere = open_people(page_as, ada), open_people(page_as, ada)
    beside = here.context.new_page()
    beside.goto("/accounts/logout/")
    beside.locator("main").get_by_role("button", name=re.compile("log ?out|sign out", re.IGNORECASE)).click()
    expect(here.get_by_role("dialog", name="You were signed out")).to_be_visible()
    wait_live(here, "offline")
    wait_live(elsewhere)
    expect(elsewhere.get_by_role("dialog")).to_have_count(0)


def test_the_eleventh_tab_says_why_it_is_not_live(page_as, live_site, ada):
    first = open_people(page_as, ada)
    others = [first.context.new_page() for _ in range(10)]
    for page in others[:9]:
        page.goto("/people/")
        wait_live(page)
    others[9].goto("/people/")
    expect(others[9].get_by_role("alert")).to_contain_text("Too many open tabs. Close one, and this one goes live again.")
    first.close()
    wait_live(others[9])
    expect(others[9].get_by_role("alert")).to_be_hidden(timeout=15_000)


def test_the_home_page_shows_who_is_here_once_a_person(page_as, live_site, ada, grace, eve):
    home = page_as(ada, path="/")
    here = home.get_by_role("group", name="People here")
    for person in (ada, grace, eve):
        open_people(page_as, person, "/profile/")
    expect(here.locator(".avatar")).to_have_text(["AL", "GH", "EM"])
    expect(here.get_by_role("button")).to_be_hidden()


def test_everybody_is_listed_on_demand(page_as, live_site, ada, grace, eve):
    linus = User.objects.create(email="linus@example.com", username="linus", display_name="Linus Pauling")
    home = page_as(ada, path="/")
    for person in (grace, eve, linus):
        open_people(page_as, person, "/profile/")
    here = home.get_by_role("group", name="People here")
    here.get_by_role("button", name="+1 more").click()
    expect(here.get_by_role("heading", name="4 here")).to_be_visible()
    expect(here.get_by_role("listitem")).to_have_text(
        [re.compile("Ada"), re.compile("Grace"), re.compile("Eve"), re.compile("Linus")]
    )
