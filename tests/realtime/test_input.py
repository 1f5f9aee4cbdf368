"""Whatever a socket says, it gets a clear answer, and the others notice nothing. On real servers."""

import json

from realtime import assign, consumers, publish, versions
from tests.realtime.tabs import run, tab_of
from tests.realtime.wire import Wire, hello

JSON = "That message is not JSON."
# Daphne gives no reasons, and no codes of the 1000s; the page has the words by the code.
TOO_LARGE = [(1009, "Message too large"), (4009, None)]
OBJECT = "A message is a JSON object with a type."


VERSIONS = "topics must map names to versions, which are whole numbers."
TAB = "tab must be 1 to 64 letters, digits, - or _."
REFUSED_FIRST = [
    ("", JSON),
    ("{nope", JSON),
    ("[" * 30_000, JSON),
    ("9" * 5_000, JSON),
    (b"\x00\xff", JSON),
    ("[]", OBJECT),
    ("null", OBJECT),
    ("7", OBJECT),
    ("{}", "A None message is not expected here."),
    ('{"type": "dance"}', "A 'dance' message is not expected here."),
    ('{"type": ["hello"]}', "A ['hello'] message is not expected here."),
    ('{"type": "__class__"}', "A '__class__' message is not expected here."),
    ('{"type": "hello", "topics": []}', VERSIONS),
    ('{"type": "hello", "topics": {"people": -1}}', VERSIONS),
    ('{"type": "hello", "topics": {"people": 1.5}}', VERSIONS),
    ('{"type": "hello", "topics": {"people": "1"}}', VERSIONS),
    ('{"type": "hello", "topics": {"people": true}}', VERSIONS),
    ('{"type": "hello", "topics": {"people": null}}', VERSIONS),
    ('{"type": "hello", "rooms": {"home": 1}}', "rooms must be a list of names."),
    ('{"type": "hello", "rooms": [1]}', "rooms must be a list of names."),
    ('{"type": "hello", "tab": 1}', TAB),
    ('{"type": "hello", "tab": "a:b"}', TAB),
    ('{"type": "hello", "tab": "é"}', TAB),
    (json.dumps({"type": "hello", "tab": "x" * 65}), TAB),
    (
        json.dumps({"type": "hello", "topics": {f"t{n}": 0 for n in range(201)}}),
        "At most 200 topics and rooms in one message.",
    ),
]
REFUSED_LATER = [
    ('{"type": "unwatch", "topics": "people"}', "topics must be a list."),
    ('{"type": "unwatch", "topics": [["people"]]}', "topics and rooms must be lists of names."),
    ('{"type": "unwatch", "rooms": 1}', "rooms must be a list."),
    ('{"type": "watch", "topics": ["people"]}', VERSIONS),
]
STRANGE_NAMES = [
    "people ",
    " people",
    "PEOPLE",
    "people\n",
    "people\0",
    "../people",
    "user.*.profile",
    "user.{pk}.profile",
    "",
    ".",
    "p" * 91,
    "ù",
    "\ud800",
    "people;drop table",
    "user.1.profile.x",
    "user..profile",
]


def answers(tab, text):
    tab.send(text)
    return tab.next("error", "welcome", "watching")


def test_what_is_no_message_is_answered_in_words_and_ends_nothing(live_site, ada):
    with Wire(live_site.url, ada) as tab:
        for text, words in REFUSED_FIRST:
            assert answers(tab, text) == {"type": "error", "code": "malformed", "message": words}, text[:80]
        assert tab.hello({"people": 0})["type"] == "welcome"
        for text, words in REFUSED_LATER:
            assert answers(tab, text) == {"type": "error", "code": "malformed", "message": words}, text


def test_a_name_that_nobody_registered_is_gone_and_nothing_more(live_site, ada):
    with Wire(live_site.url, ada) as tab:
        answer = tab.hello(dict.fromkeys(STRANGE_NAMES, 0), STRANGE_NAMES)
        assert answer == {"type": "welcome", "stale": {}, "gone": STRANGE_NAMES * 2}


def test_a_message_of_64_kb_is_read_and_a_larger_one_closes(live_site, ada):
    with Wire(live_site.url, ada) as tab:
        tab.send(json.dumps({"type": "pong", "x": "y" * (64 * 1024 - 25)}))
        assert tab.hello()["type"] == "welcome"
        tab.send("x" * (64 * 1024 + 1))
        assert tab.closing() in TOO_LARGE


def test_size_is_counted_in_bytes(live_site, ada):
    with Wire(live_site.url, ada) as tab:
        tab.send("€" * 22_000)
        assert tab.closing() in TOO_LARGE


def test_a_large_binary_message_closes(live_site, ada):
    with Wire(live_site.url, ada) as tab:
        tab.send(b"x" * (65 * 1024))
        assert tab.closing() in TOO_LARGE


def test_a_hundred_messages_a_minute_are_read_and_the_next_closes(live_site, ada):
    with Wire(live_site.url, ada) as tab:
        tab.hello()
        for _ in range(99):
            tab.send({"type": "pong"})
        with Wire(live_site.url, ada) as other:
            assert other.hello()["type"] == "welcome", "Each socket has its own hundred"
        tab.send({"type": "pong"})
        assert tab.closing() in [(4408, "Too many messages, slow down"), (4408, None)]


def test_bad_neighbours_disturb_nobody(live_site, ada, eve):
    with Wire(live_site.url, ada) as tab, Wire(live_site.url, eve) as bad, Wire(live_site.url, eve) as worse:
        now = versions.of(["people"])
        assert tab.hello(now)["stale"] == {}
        bad.send("{")
        worse.send("x" * (65 * 1024))
        worse.closing()
        publish("people", assign("a", 1))
        from_now = versions.of(["people"])["people"]
        message = tab.next("frame", "stale")
        assert message.get("to") == from_now or message.get("topics") == {"people": from_now}


def test_unknown_keys_are_ignored(live_site, ada):
    with Wire(live_site.url, ada) as tab:
        tab.send(hello({"people": 0}, colour="red", topics_of_tomorrow=[1]))
        assert tab.next("welcome", "error")["type"] == "welcome"


def test_a_tab_watches_so_many_topics_and_no_more(ada, quiet, monkeypatch):
    monkeypatch.setattr(consumers, "MOST_WATCHED", 2)
    profile, own = f"user.{ada.pk}.profile", f"user.{ada.pk}.sessions"

    async def scenario():
        async with tab_of(ada) as tab:

            async def watch(*topics):
                await tab.send({"type": "watch", "topics": dict.fromkeys(topics, 0)})
                return await tab.next("watching", "error")

            await tab.hello({"people": 0, profile: 0})
            assert (await watch(own))["message"] == "At most 2 topics in one tab."
            assert (await watch("people", profile))["type"] == "watching", "what it watches already is nothing more"
            await tab.send({"type": "unwatch", "topics": [profile]})
            assert (await watch(own))["gone"] == []

    run(scenario())
