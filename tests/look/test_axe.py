"""Nobody is shut out: axe finds nothing on any page, in either theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.look.pages import DOOR, MINE, THEMES

pytestmark = pytest.mark.once


def findings(page):
    """What axe says against the page, in a line each. It may not fetch styles itself: the policy forbids it."""
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in violations for node in each["nodes"]]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("path", MINE)
def test_a_page_of_ones_own_is_open_to_everybody(page_as, wait_live, ada, path, theme):
    page = page_as(ada, path=path, color_scheme=theme)
    wait_live(page)
    assert not findings(page)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("path", DOOR)
def test_the_door_is_open_to_everybody(page_as, path, theme):
    assert not findings(page_as(None, path=path, color_scheme=theme))


def test_every_piece_is_open_to_everybody(page_as):
    assert not findings(page_as(None, path="/styleguide/"))


def test_axe_finds_what_is_wrong(page_as):
    page = page_as(None, path="/styleguide/")
    page.evaluate("document.querySelector('.field-label').textContent = ''")
    assert findings(page)
