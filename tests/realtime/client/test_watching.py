"""Which topics and rooms the server hears of as elements come and go, and that nothing stays behind."""


def test_topics_that_come_and_go_are_watched_and_unwatched_once(stage, people, open_page):
    page = open_page()
    page.evaluate("""() => {
        const region = document.querySelector("#people")
        for (const number of [1, 2, 3]) {
            const another = document.createElement("live-region")
            another.id = `region-${number}`
            another.dataset.topics = JSON.stringify({people: 12, [`topic.${number}`]: number})
            region.after(another)
        }
        region.remove()
    }""")
    (watch,) = stage.until(lambda: stage.heard("watch"))
    assert watch["topics"] == {"people": 12, "topic.1": 1, "topic.2": 2, "topic.3": 3}
    page.evaluate("document.querySelector('#region-2').remove()")
    (unwatch,) = stage.until(lambda: stage.heard("unwatch"))
    assert unwatch == {"type": "unwatch", "topics": ["topic.2"], "rooms": []}


def test_two_regions_of_one_topic_ask_from_the_older(stage, people, open_page):
    stage.body += people.region().replace('id="people"', 'id="other"').replace("12", "9")
    open_page()
    assert stage.heard("hello")[0]["topics"] == {"people": 9}


def test_more_topics_than_a_message_holds_are_watched_after_the_hello(stage, open_page):
    topics = '{"' + '": 1, "'.join(f"t{n}" for n in range(320)) + '": 1}'
    stage.body = f"<live-region id=many data-src=/many/ data-topics='{topics}'></live-region>"
    open_page()
    stage.until(lambda: len(stage.heard("watch")) == 2)
    messages = [*stage.heard("hello"), *stage.heard("watch")]
    assert [len(message["topics"]) for message in messages] == [150, 150, 20]
    assert len({topic for message in messages for topic in message["topics"]}) == 320


COUNT_LISTENERS = """(() => {
    const { addEventListener, removeEventListener } = EventTarget.prototype
    window.listening = 0
    const outlives = (target) => !(target instanceof Element) && !(target instanceof AbortSignal)
    EventTarget.prototype.addEventListener = function (type, listener, options) {
        if (outlives(this)) {
            window.listening++
            options?.signal && addEventListener.call(options.signal, "abort", () => window.listening--)
        }
        return addEventListener.call(this, type, listener, options)
    }
    EventTarget.prototype.removeEventListener = function (...what) {
        if (outlives(this)) window.listening--
        return removeEventListener.apply(this, what)
    }
})()"""


def test_nothing_stays_behind_when_elements_leave(stage, people, open_page, tab):
    tab.add_init_script(COUNT_LISTENERS)
    stage.body += '<live-presence data-room="home" data-src="/live/rooms/home/"></live-presence>'
    page = open_page()
    before = page.evaluate("[live.counts, window.listening]")
    page.evaluate("""() => {
        for (let round = 0; round < 50; round++) {
            for (const element of document.querySelectorAll("live-region, live-presence, live-status")) {
                const { parentNode, nextSibling } = element
                element.remove()
                parentNode.insertBefore(element, nextSibling)
            }
        }
    }""")
    assert page.evaluate("[live.counts, window.listening]") == before
    page.evaluate("document.querySelectorAll('live-region, live-presence').forEach((element) => element.remove())")
    assert page.evaluate("live.counts") == {"subscriptions": 0, "rooms": 0}
