"""What the profile says of conversations."""

from django.urls import reverse
from playwright.sync_api import expect

from chat.figures import counted
from chat.models import Conversation, Message


def test_they_are_counted_while_they_are_there(client_of, ada, grace, db):
    row = Conversation.objects.create(owner=ada, is_empty=False, model="m")
    Message.objects.create(conversation=row, role="user", text="Hello", position=0)
    Message.objects.create(conversation=row, role="assistant", text="Hello", position=1, tokens_in=1200, tokens_out=34)
    assert counted(ada) == {"conversations": 1, "messages": 2, "tokens": 1234}
    assert counted(grace) == {"conversations": 0, "messages": 0, "tokens": 0}
    assert "1,234" in client_of(ada).get(reverse("profile")).content.decode()
    row.remove()
    assert counted(ada)["messages"] == 0


def test_an_open_profile_counts_on(page_as, wait_live, client_of, ada):
    row = Conversation.objects.create(owner=ada, is_empty=False, model="m", title="Tea")
    page, other = page_as(ada, path="/profile/"), page_as(ada, path=row.get_absolute_url())
    for each in (page, other):
        wait_live(each)
    figure = page.locator("#chat-figures dd").first
    expect(figure).to_have_text("1")
    item = other.get_by_role("list", name="Conversations", exact=True).get_by_role("listitem")
    item.hover()
    item.get_by_role("button", name="Conversation menu").click()
    other.get_by_role("menuitem", name="Delete").click()
    expect(figure).to_have_text("0")
