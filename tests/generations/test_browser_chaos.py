"""Two hundred random changes by three people while their sockets are cut: every page ends as the database is."""

import random
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import expect

from generations.models import Generation
from tests.generations.room import Room
from tests.jobs.conftest import until

CHANGES = 200
CUT_EACH = 12
SHOWN = """() => ({
  keys: [...document.querySelectorAll("#gallery > .image-card")].map((card) => card.dataset.sort),
  end: document.querySelector("#gallery").dataset.end ?? "~",
})"""


COUNT_CLOSED = """(() => {
  window.cuts = 0
  const { close } = WebSocket.prototype
  WebSocket.prototype.close = function (...how) {
    if (this.readyState === WebSocket.OPEN) window.cuts++
    return close.apply(this, how)
  }
})()"""


class Person:
    """Somebody with the gallery open, who does things over HTTP as the page does."""

    def __init__(self, user, page):
        self.user, self.page, self.room = user, page, Room(page)
        (self.token,) = [each["value"] for each in page.context.cookies() if each["name"] == settings.CSRF_COOKIE_NAME]

    def post(self, address, **data):
        headers = {"X-CSRFToken": self.token, "Content-Type": "application/json"}
        return self.page.context.request.post(f"/generations/{address}", data=data, headers=headers)

    def do_something(self, dice):
        """The answer to a change: nothing else counts as one."""
        deed = dice.choice(["create", "create", "delete", "visibility", "visibility", "like"])
        mine = Generation.objects.owned_by(self.user).order_by("pk")
        rows = list(mine.filter(state__in=["done", *(["queued", "running"] if deed == "delete" else [])]))
        if deed == "create" or not rows:
            wish = {
                "prompt": "emerald nebula",
                "size": "512x512",
                "model": "lockstep-artwork",
                "count": 1,
                "visibility": dice.choice(["public", "private"]),
            }
            return self.post("new/", key=str(uuid4()), **wish)
        return self.post(f"{self.choice_of(rows, deed, dice).pk}/{deed}/")

    @staticmethod
    def choice_of(rows, deed, dice):
        """What is still being made is deleted rather than what is done."""
        unfinished = [row for row in rows if row.is_unfinished]
        return dice.choice(unfinished if unfinished and deed == "delete" else rows)

    def cut(self):
        """Its socket, once it has one again since the last time."""
        expect(self.page.locator('body[data-live="live"]')).to_be_attached(timeout=20_000)
        self.page.evaluate("live.cut()")

    def shows_what_is(self):
        shown = self.page.evaluate(SHOWN)
        rows = sorted(row.sort_key for row in Generation.objects.visible_to(self.user))
        return shown["keys"] == [key for key in rows if key <= shown["end"]]


@pytest.fixture
def people(live_sites, page_as, wait_live, ada, grace, eve, many, console):
    console.allow("WebSocket|ERR_|422|429|404 .*/(files|preview)/")
    site, found = live_sites(RUN_JOBS_IN_WEB="1"), []
    for user in (ada, grace, eve):
        many(user, 14)
        page = page_as(user, site)
        page.add_init_script("localStorage.setItem('live.debug', '1')")
        page.add_init_script(COUNT_CLOSED)
        page.goto("/generations/")
        wait_live(page)
        found.append(Person(user, page))
    return found


def test_counts_and_cards_are_the_databases(people):
    dice, changes, cuts, early = random.Random(6), 0, 0, 0
    while changes < CHANGES:
        before = Generation.objects.unfinished().count()
        answer = dice.choice(people).do_something(dice)
        is_refused = answer.status == 429 or "images waiting" in answer.text()
        assert answer.status < 300 or is_refused, answer.text()
        if is_refused:  # nothing was changed
            until(lambda: Generation.objects.unfinished().count() < 10, 60)
            continue
        changes += 1
        early += before > 0 and answer.url.endswith("/delete/")
        if changes % CUT_EACH == 0:
            dice.choice(people).cut()
            cuts += 1
    assert early, "Some went while they were made"
    assert sum(person.page.evaluate("window.cuts") for person in people) >= cuts
    until(lambda: not Generation.objects.unfinished().exists(), 180)
    for person in people:
        expect(person.room.count).to_have_text(str(Generation.objects.visible_to(person.user).count()), timeout=20_000)
        until(person.shows_what_is)
