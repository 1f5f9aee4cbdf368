"""What localStorage["live.debug"] opens, and only it."""

from tests.browsers import wait_live
from tests.realtime.client.looks import shows


def test_nothing_is_open_to_the_console_unless_asked_for(stage, people, browser):
    context = browser.new_context(base_url=stage.url)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/")
    wait_live(page)
    assert page.evaluate("typeof window.live") == "undefined"
    assert not [text for text in said if text.startswith("live")]
    context.close()


def test_in_debug_mode_every_message_and_decision_is_printed(stage, people, open_page, tab):
    said = []
    tab.on("console", lambda message: said.append(message.text))
    page = open_page()
    stage.say(people.rename(1, "Alan"))
    shows(page, "Alan", "Grace", "Linus")
    printed = "\n".join(said)
    for what in ("live → {type: hello", "live ← {type: welcome", "live ← {type: frame", "live apply people 12→13"):
        assert what in printed
