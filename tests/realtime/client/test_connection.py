"""How the page comes back, what it says meanwhile, and when it does not come back."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browsers import wait_live
from tests.realtime.client.looks import in_page, shows, shows_version


def connection(page):
    return page.get_by_role("status", name="Connection")


def hellos(stage, count):
    return stage.until(lambda: len(stage.heard("hello")) >= count and stage.heard("hello"))


def test_the_hello_names_the_versions_shown_and_the_page(stage, people, open_page):
    stage.body += '<live-presence data-room="home" data-src="/live/rooms/home/"></live-presence>'
    page = open_page()
    (hello,) = stage.heard("hello")
    assert hello["topics"] == {"people": 12}
    assert hello["rooms"] == ["home"]
    assert (hello["epoch"], hello["build"]) == ("e1", "b1")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", hello["tab"])
    expect(connection(page)).to_have_text("Live")


def test_a_reconnect_says_hello_with_the_versions_of_now(stage, people, open_page):
    page = open_page()
    stage.say(people.rename(1, "Alan"))
    shows_version(page, 13)
    stage.close()
    assert hellos(stage, 2)[1]["topics"] == {"people": 13}
    wait_live(page)


def test_what_the_welcome_calls_stale_is_fetched(stage, people, open_page):
    page = open_page()
    people.rename(1, "Alan")
    stage.welcome["stale"] = {"people": 13}
    stage.close()
    shows(page, "Alan", "Grace", "Linus")


def test_what_the_welcome_calls_gone_closes(stage, people, open_page):
    stage.welcome["gone"] = ["people"]
    page = open_page()
    page.get_by_text("This is no longer shared with you.").wait_for()


@pytest.mark.parametrize("code", [1006, 1012, 4400, 4408, 4409, 1009, 1013, 4999])
def test_it_comes_back_after(stage, people, open_page, code):
    page = open_page()
    if code == 1006:
        page.evaluate("live.cut()")
    else:
        stage.close(code)
    hellos(stage, 2)
    wait_live(page)


@pytest.mark.parametrize(
    ("code", "words"),
    [(4408, "Too many messages"), (4409, "Too many open tabs"), (1009, "too large"), (1013, "too slow")],
)
def test_a_limit_is_shown_in_words_until_it_is_over(stage, people, open_page, code, words):
    page = open_page()
    stage.refusal = code
    stage.close(code)
    expect(page.locator("#live-notice")).to_contain_text(words)
    stage.refusal = None
    wait_live(page)
    expect(page.locator("#live-notice")).to_be_hidden()


def stays_away(stage, page):
    """Not even two minutes and a new network bring a second hello."""
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(120_000)
    page.evaluate("fetch('/live/token/')")
    stage.until(lambda: stage.asked("/live/token/"))
    assert len(stage.heard("hello")) == 1
    assert not stage.asked("/live/sync/")
    wait_live(page, "offline")


def test_signed_out_shows_the_dialog_and_stays_away(stage, people, open_page, tab):
    tab.clock.install()
    page = open_page()
    stage.answer("/live/whoami/", {"error": {"code": "signed_out", "message": "You are signed out."}}, status=401)
    stage.close(4401)
    expect(page.get_by_role("dialog")).to_contain_text("You were signed out")
    wait_live(page, "offline")
    expect(connection(page)).to_have_text("Offline")
    stays_away(stage, page)


def test_somebody_else_signed_in_is_signed_out(stage, people, open_page):
    page = open_page()
    stage.answer("/live/whoami/", {"user": 7})
    stage.close(4401)
    expect(page.get_by_role("dialog")).to_contain_text("You were signed out")


def test_a_session_that_was_only_renewed_comes_back(stage, people, open_page):
    page = open_page()
    stage.close(4401)
    hellos(stage, 2)
    wait_live(page)
    expect(page.locator("dialog#signed-out")).to_be_hidden()
    assert len(stage.asked("/live/whoami/")) == 1


def test_not_allowed_stays_away_and_says_so(stage, people, open_page, tab):
    tab.clock.install()
    page = open_page()
    stage.close(4403)
    expect(page.locator("#live-notice")).to_contain_text("not allowed here")
    stays_away(stage, page)


def test_offline_counts_down_for_eyes_only(stage, people, open_page):
    page = open_page(longestWait=4_000, shortestWait=4_000, pollAfter=60_000)
    page.evaluate("live.cut()")
    expect(connection(page)).to_have_text("Connecting…")
    stage.unreachable = True
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(connection(page)).to_have_text(re.compile(r"^Offline, retrying in 4 s$"))
    expect(connection(page).locator("[aria-hidden=true]")).to_have_text(re.compile(r"in [12] s"))
    assert connection(page).aria_snapshot().strip() == '- status "Connection": Offline, retrying'


def test_it_comes_back_at_once_when_the_network_does(stage, people, open_page):
    page = open_page(longestWait=60_000, shortestWait=60_000)
    page.evaluate("live.cut()")
    page.evaluate("dispatchEvent(new Event('online'))")
    hellos(stage, 2)
    wait_live(page)


def test_a_network_that_is_gone_shows_at_once(stage, people, open_page):
    """Not only when the server's silence has lasted long enough."""
    page = open_page(longestWait=60_000, shortestWait=60_000)
    page.context.set_offline(True)
    wait_live(page, "connecting")
    page.context.set_offline(False)
    hellos(stage, 2)
    wait_live(page)


def test_each_ping_is_answered(stage, people, open_page):
    open_page()
    stage.say({"type": "ping"}, {"type": "ping"})
    stage.until(lambda: len(stage.heard("pong")) == 2)


def test_a_silent_socket_is_given_up(stage, people, open_page):
    open_page(silence=200)
    hellos(stage, 2)


def test_without_a_socket_it_polls_and_without_patches_it_still_sees(stage, people, open_page):
    stage.unreachable = True
    stage.body += '<live-presence data-room="home" data-src="/live/rooms/home/"></live-presence>'
    presence = {
        "type": "presence",
        "room": "home",
        "count": 1,
        "people": [{"id": 1, "name": "Ada", "initials": "A", "colour": 1}],
    }
    stage.answer("/live/sync/", {"type": "welcome", "stale": {}, "gone": [], "presence": [presence]})
    page = open_page("polling", pollAfter=100, pollEvery=100)
    expect(connection(page)).to_have_text("Polling")
    expect(page.locator("live-presence .avatar")).to_have_text("A")
    people.rename(1, "Alan")
    stage.answer("/live/sync/", {"type": "welcome", "stale": {"people": 13}, "gone": []})
    shows(page, "Alan", "Grace", "Linus")
    stage.unreachable = False
    wait_live(page)
    expect(connection(page)).to_have_text("Live")


def test_a_page_that_closes_says_goodbye_where_no_socket_does(stage, open_page):
    stage.body = '<live-presence data-room="home" data-src="/live/rooms/home/"></live-presence>'
    stage.unreachable = True
    stage.answer("/live/sync/", {"type": "welcome", "stale": {}, "gone": []})
    stage.answer("/live/leave/", {})
    page = open_page("polling", pollAfter=50)
    (sync, *_) = stage.asked("/live/sync/")
    page.goto("about:blank")
    (leave,) = stage.until(lambda: stage.asked("/live/leave/"))
    assert json.loads(leave[3]) == {"tab": json.loads(sync[3])["tab"], "rooms": ["home"]}


def test_polling_that_fails_says_offline(stage, people, open_page):
    stage.unreachable = True
    stage.answer("/live/sync/", "Sorry", status=500)
    page = open_page("offline", pollAfter=50, pollEvery=50)
    stage.answer("/live/sync/", {"type": "welcome", "stale": {}, "gone": []})
    wait_live(page, "polling")
    stage.answer("/live/sync/", "Sorry", status=500)
    wait_live(page, "offline")


def test_the_wait_before_a_retry_grows_at_random_up_to_its_bound(open_page):
    page = open_page()
    waits = in_page(
        page,
        """async () => {
        const { backoff } = await load("backoff")
        const bounds = { shortestWait: 500, longestWait: 15_000 }
        return [0, 1, 2, 3, 4, 5, 50].map((n) => [backoff(n, () => 0, bounds), backoff(n, () => 1, bounds)])
    }""",
    )
    assert waits == [[500, 1000], [500, 2000], [500, 4000], [500, 8000], [500, 15000], [500, 15000], [500, 15000]]
