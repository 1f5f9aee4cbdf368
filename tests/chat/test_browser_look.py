"""A long and varied conversation: open to everybody, on every screen, and at once at its end."""

import pytest
from playwright.sync_api import expect

from chat import markdown
from chat.models import Conversation, Message
from chat.models.showing import framed
from tests.chat.tab import Tab
from tests.look.pages import THEMES, WIDTHS
from tests.look.test_axe import findings
from tests.look.test_widths import overhang

pytestmark = pytest.mark.once
VARIED = """# A title

Some **bold**, `code` and a [link](https://example.org), $x^2$.

1. one
   - nested

```python
def f(x):  # a comment
    return "a long line that has to scroll inside its block, because it is longer than any screen of a phone" + str(x) * 1000
```

| A column | Another one | And a third | And one more | And the last of them |
|---|---|---|---|---|
| 1 | 2 | 3 | 4 | averyveryverylongwordthatcannotbebroken |

> שלום עולם 🎉
"""


@pytest.fixture
def open_long(page_as, wait_live, live_site, ada):
    """`open_long(many)`: a tab with a conversation of that many messages, half of them varied replies."""

    def open_(many, **options):
        conversation = Conversation.objects.create(owner=ada, title="A long one " * 10, is_empty=False, model="lockstep-guide")
        rows, parent, html = [], None, framed(markdown.blocks(VARIED))
        for position in range(many):
            role = "assistant" if position % 2 else "user"
            text = VARIED if position % 2 else f"Question {position}"
            parent = Message(conversation=conversation, role=role, text=text, position=position, parent=parent, model="local:m")
            rows.append(parent)
        for row in rows[1::2]:
            row.html = html
        Message.objects.bulk_create(rows, batch_size=500)
        page = page_as(ada, path=conversation.get_absolute_url(), **options)
        wait_live(page)
        return Tab(page)

    return open_


@pytest.mark.parametrize("theme", THEMES)
def test_a_conversation_is_open_to_everybody(open_long, theme):
    assert not findings(open_long(6, color_scheme=theme).page)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_wide_scrolls_inside(open_long, width):
    tab = open_long(6, viewport={"width": width, "height": 844})
    assert overhang(tab.page) == 0
    column = tab.page.locator(".thread-column").evaluate("each => each.scrollWidth - each.clientWidth")
    assert column == 0
    expect(tab.box).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "least"), [(390, 250), (820, 150), (1440, 200)])
def test_beside_a_long_name_the_model_can_be_read(open_long, width, least):
    tab = open_long(2, viewport={"width": width, "height": 844})
    model, name = tab.page.get_by_role("combobox", name="Model"), tab.page.get_by_role("heading", level=1)
    assert model.bounding_box()["width"] > least
    assert name.bounding_box()["width"] > least
    assert (name.bounding_box()["y"] + 20 < model.bounding_box()["y"]) == (width == 390), "On a phone each has a row"


def test_thousands_of_messages_open_at_their_end_and_older_ones_come_without_moving_anything(open_long):
    tab = open_long(5000)
    expect(tab.page.get_by_text("Question 4998")).to_be_in_viewport()
    assert tab.log.locator(".message").count() == 40
    first = tab.log.locator(".message").first
    assert first.get_attribute("data-position") == "4960"
    place = tab.page.get_by_text("Question 4960", exact=True)
    place.scroll_into_view_if_needed()
    expect(tab.log.locator(".message").first).to_have_attribute("data-position", "4920")
    expect(place).to_be_in_viewport()
    assert tab.page.locator("#thread").get_attribute("data-src").endswith("?start=4920")
    tab.expect_as_fresh()
