"""What is fetched while others write without a pause: soon, not too often, and one at a time."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.realtime.client.looks import in_page, record, recorded, shows, shows_version
from tests.realtime.client.people import People

HISTORY = """async ({ gaps, took, fails = 0 }) => {
    const { Subscription } = await load("subscription")
    const { timing } = await load("timing")
    const timers = []
    let now = 0
    const clock = {
        now: () => now + 1,
        random: () => 0.5,
        after(ms, then) {
            const timer = { at: now + ms, then }
            timers.push(timer)
            return () => (timer.then = () => {})
        },
    }
    const written = [] // when each version was
    const fetches = [] // {from, to, version}
    const late = [] // how long each version took to be shown
    let running = 0, most = 0, shown = 0
    const subscription = new Subscription(
        {
            topics: { usage: 0 },
            pace: { debounce: 500, longest: 700 },
            whole: () => true,
            async fetch() {
                most = Math.max(most, ++running)
                const fetch = { from: now, version: written.length }
                fetches.push(fetch)
                await new Promise((done) => clock.after(took, done))
                running--
                fetch.to = now
                if (fetches.length <= fails) throw new Error("lost")
                return { topics: { usage: fetch.version } }
            },
            replace({ topics }) {
                while (shown < topics.usage) late.push(now - written[shown++])
            },
        },
        { clock, timing, changed() {}, ended() {}, signedOut: async () => false },
    )
    let at = 0
    for (const gap of gaps) {
        clock.after((at += gap), () => {
            written.push(now)
            subscription.receive({ topic: "usage", from: written.length - 1, to: written.length })
        })
    }
    while (timers.length) {
        timers.sort((one, other) => one.at - other.at)
        const { at, then } = timers.shift()
        now = Math.max(now, at)
        then()
        for (let turn = 0; turn < 8; turn++) await null
    }
    return { starts: fetches.map(({ from }) => from), late, most, shown, written: written.length, end: now }
}"""


@pytest.fixture
def history(open_page):
    """`history([20, 20], took=100)`: what happens when somebody writes after these pauses and a fetch takes so long, in ms."""
    page = open_page()
    return lambda gaps, **how: in_page(page, HISTORY, {"gaps": gaps, **how})


def test_one_change_is_fetched_when_it_has_been_quiet(history):
    assert history([1000], took=50)["starts"] == [1500]


def test_a_few_changes_are_fetched_once_after_the_last(history):
    assert history([1000, 90, 90], took=50)["starts"] == [1680]


def test_changes_without_a_pause_are_fetched_all_the_same(history):
    """Fifty a second for twenty seconds: a debounce alone would wait for their end."""
    found = history([20] * 1000, took=100)
    assert found["starts"][0] == 20 + 700
    assert max(found["late"]) <= 700 + 100 + 100
    assert found["shown"] == found["written"]
    assert len(found["starts"]) <= 20_500 / 700 + 2


def test_one_request_is_under_way_at_a_time(history):
    found = history([20] * 500, took=2_000)
    assert found["most"] == 1
    assert found["shown"] == found["written"]


def test_it_does_not_slow_down_while_others_write(history):
    """Being behind again is no failure: the pauses do not grow."""
    starts = history([20] * 2000, took=30)["starts"]
    assert max(after - before for before, after in pairwise(starts)) <= 700 + 30


def test_after_failures_it_waits_longer_whatever_is_written(history):
    found = history([20] * 500, took=30, fails=3)
    assert found["shown"] == found["written"]
    pauses = [after - before for before, after in pairwise(found["starts"])]
    assert pauses[2] > pauses[0]


@pytest.fixture
def paced(stage):
    people = People(stage, "Ada", "Grace", mode="fetch")
    people.extra += ' data-debounce="200" data-max-wait="400"'
    stage.body = people.region()
    return people


def test_a_region_says_when_it_fetches(stage, paced, open_page):
    page = open_page()
    page.evaluate("""() => {
        const note = ({ type }) => (document.body.dataset.told = `${document.body.dataset.told ?? ""} ${type}`.trim())
        for (const name of ["live-fetching", "live-fetched", "live-failed"]) document.addEventListener(name, note)
    }""")
    stage.say(paced.rename(2, "Barbara"))
    shows(page, "Ada", "Barbara")
    expect(page.locator("body")).to_have_attribute("data-told", "live-fetching live-fetched")
    stage.answer("/people/", "Oops", status=500)
    stage.say(paced.rename(2, "Cora"))
    expect(page.locator("body")).to_have_attribute("data-told", re.compile("live-fetching live-failed"))


def test_another_address_shows_in_its_place_and_is_live(stage, paced, open_page):
    page = open_page()
    others = People(stage, "Linus", version=3, mode="fetch")
    others.topic = "others"
    stage.answer("/people/others/", lambda: (200, "text/html; charset=utf-8", others.region()))
    page.evaluate("document.querySelector('live-region').show('/people/others/')")
    shows(page, "Linus")
    stage.until(lambda: [message for message in stage.heard("watch") if message["topics"] == {"others": 3}])
    stage.until(lambda: [message for message in stage.heard("unwatch") if message["topics"] == ["people"]])
    stage.answer("/people/others/", lambda: (200, "text/html; charset=utf-8", others.region()))
    stage.say(others.rename(1, "Alan"))
    shows(page, "Alan")


def test_the_last_address_that_was_asked_for_wins(stage, paced, open_page):
    page = open_page()
    for name in ("slow", "quick"):
        stage.answer(f"/people/{name}/", People(stage, name, version=20).region())
    stage.answer("/people/", lambda: (200, "text/html; charset=utf-8", paced.region()))
    stage.hold("/people/slow/")
    page.evaluate(
        "void document.querySelector('live-region').show('/people/slow/').catch(() => (document.body.dataset.lost = 1))"
    )
    stage.until(lambda: stage.asked("/people/slow/"))
    page.evaluate("document.querySelector('live-region').show('/people/quick/')")
    shows(page, "quick")
    stage.release("/people/slow/")
    page.wait_for_selector("body[data-lost]")
    shows(page, "quick")
    shows_version(page, 20)


def test_of_two_refreshes_the_first_shows_nothing_any_more(stage, paced, open_page):
    page = open_page()
    older, newer = paced.region(), People(stage, "Barbara", version=20).region()
    stage.answer("/people/", lambda: (200, "text/html; charset=utf-8", later.pop()))
    later = [older, newer]  # the first request is answered last
    stage.hold("/people/")
    first = stage.held["/people/"]
    page.evaluate("void document.querySelector('live-region').show('/people/').catch(() => (document.body.dataset.lost = 1))")
    stage.until(lambda: stage.asked("/people/"))
    del stage.held["/people/"]
    page.evaluate("document.querySelector('live-region').show('/people/')")
    shows(page, "Barbara")
    stage.loop.call_soon_threadsafe(first.set)
    stage.until(lambda: not later)
    page.wait_for_selector("body[data-lost]", state="attached")
    shows(page, "Barbara")


def test_an_older_answer_to_a_readers_wish_is_not_shown_but_asked_for_again(stage, people, open_page):
    """A request may be overtaken by the frame of what came after it."""
    page = open_page()
    older = people.region()
    stage.say(people.rename(1, "Alan"))
    shows(page, "Alan", "Grace", "Linus")
    stage.answer("/people/", lambda: (200, "text/html; charset=utf-8", answers.pop() if answers else people.region()))
    answers = [older]
    record(page)
    page.evaluate("document.querySelector('live-region').show()")
    assert len(stage.asked("/people/")) == 2
    assert recorded(page) == ([13], ["Alan"])
    shows(page, "Alan", "Grace", "Linus")


def test_an_answer_to_an_address_that_has_become_another_is_asked_for_again(stage, people, open_page):
    """A page that holds more rows by now would lose them."""
    page = open_page()
    stage.answer("/people/more/", People(stage, "Barbara", version=20).region())
    stage.answer("/people/", people.region())
    stage.hold("/people/")
    page.evaluate("void (window.done = document.querySelector('live-region').show())")
    stage.until(lambda: stage.asked("/people/"))
    page.evaluate("document.querySelector('live-region').dataset.src = '/people/more/'")
    stage.release("/people/")
    page.evaluate("window.done")
    shows(page, "Barbara")


STORE = """async () => {
    const { live } = await import("/static/js/live/live.js")
    const answers = [{ topics: { shop: 4 }, value: "older" }, { topics: { shop: 6 }, value: "newer" }]
    const taken = []
    const store = { topics: { shop: 5 }, fetch: async () => answers.shift(), replace: ({ value }) => taken.push(value), apply: () => true }
    live.subscribe(store)
    await live.refresh(store)
    return [taken, store.topics.shop]
}"""


def test_a_store_takes_nothing_older_either(people, open_page):
    assert open_page().evaluate(STORE) == [["newer"], 6]


def test_where_another_address_fails_what_was_there_stays_and_stays_live(stage, paced, open_page):
    page = open_page()
    stage.answer("/people/broken/", "Oops", status=500)
    page.evaluate(
        "void document.querySelector('live-region').show('/people/broken/').catch(() => (document.body.dataset.lost = 1))"
    )
    page.wait_for_selector("body[data-lost]")
    stage.say(paced.rename(2, "Barbara"))
    shows(page, "Ada", "Barbara")


def test_another_address_that_is_forbidden_closes_the_region_until_one_is_not(stage, paced, open_page):
    page = open_page()
    stage.answer("/people/secret/", "No", status=403)
    page.evaluate("void document.querySelector('live-region').show('/people/secret/').catch(() => {})")
    expect(page.locator("live-region")).to_have_text("This is no longer shared with you.")
    assert page.evaluate("live.counts.subscriptions") == 0
    page.evaluate("document.querySelector('live-region').show('/people/')")
    shows(page, "Ada", "Grace")
    stage.say(paced.rename(2, "Barbara"))
    shows(page, "Ada", "Barbara")
