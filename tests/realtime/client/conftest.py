import json

import pytest

from tests.browsers import wait_live
from tests.realtime.client.people import People
from tests.realtime.client.stage import Stage

QUICK = {"jitter": 20, "gap": 300, "shortestWait": 40, "longestWait": 200, "askAfter": 50, "noticeFor": 300}
PREPARE = """() => {
  try { localStorage["live.debug"] = "1"; localStorage["live.timing"] ??= '%s' } catch { /* about:blank */ }
}"""


def pytest_collection_modifyitems(items):
    """Nothing here depends on a database or a transport."""
    for item in items:
        if item.path.parent.name == "client":
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def _stage():
    stage = Stage().start()
    yield stage
    stage.stop()


@pytest.fixture
def stage(_stage):
    """The server that does as told."""
    _stage.reset()
    yield _stage
    _stage.close(1001)


@pytest.fixture
def tab(stage, browser):
    """A page in Chromium, in debug mode and with short waits; nothing is opened yet. `tab.timing(gap=…)` before `goto`."""
    context = browser.new_context(base_url=stage.url)
    context.set_default_timeout(5_000)
    context.add_cookies([{"name": "csrf", "value": "stale", "url": stage.url}])
    page = context.new_page()
    page.add_init_script(f"({PREPARE % json.dumps(QUICK)})()")
    yield page
    context.close()


@pytest.fixture
def people(stage):
    """A region of people, on the page of the stage at version 12."""
    people = People(stage, "Ada", "Grace", "Linus")
    stage.body = people.region()
    return people


@pytest.fixture
def open_page(stage, tab):
    """`open_page()`: goes to the page and waits until it is live. `open_page(gap=100)`: with other times, in ms."""

    def open_page(state="live", **timing):
        if timing:
            tab.add_init_script(f"localStorage['live.timing'] = '{json.dumps(QUICK | timing)}'")
        tab.goto("/")
        wait_live(tab, state)
        return tab

    return open_page
