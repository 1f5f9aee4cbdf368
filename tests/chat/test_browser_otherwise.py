"""The list for those who have no scripts, and for those who listen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chat.models import Conversation


@pytest.fixture
def tea(ada, transactional_db):
    return Conversation.objects.create(owner=ada, title="Tea", is_empty=False, model="lockstep-guide")


def test_new_conversation_is_a_press_and_needs_no_script(page_as, wait_live, ada, tea):
    page = page_as(ada, java_script_enabled=False)
    page.goto(tea.get_absolute_url())
    page.get_by_role("button", name="New conversation").click()
    expect(page).to_have_url(re.compile(r"/chat/[0-9a-f-]{36}/$"))
    assert page.url.rstrip("/")[-36:] != str(tea.pk)


def test_a_name_is_changed_and_a_conversation_deleted_without_a_script(page_as, ada, tea):
    page = page_as(ada, java_script_enabled=False)
    page.goto(tea.get_absolute_url())
    page.get_by_role("link", name="Rename or delete").click()
    page.get_by_role("textbox", name="Name").fill("Green tea")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Green tea")
    page.get_by_role("link", name="Rename or delete").click()
    page.get_by_role("button", name="Pin").click()
    page.get_by_role("link", name="Rename or delete").click()
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("list", name="Conversations", exact=True).get_by_role("link")).to_have_count(0)


def test_who_listens_to_the_list_hears_the_days(page_as, wait_live, ada, tea):
    at = timezone.now() - timedelta(days=400)
    old = Conversation.objects.create(owner=ada, title="Old", is_empty=False, model="m", active_at=at)
    page = page_as(ada, path=tea.get_absolute_url())
    wait_live(page)
    link = page.get_by_role("list", name="Conversations", exact=True).get_by_role("link", name="Old")
    expect(page.get_by_role("link", name="Tea")).to_have_accessible_description("Today")
    expect(link).to_have_accessible_description(f"{timezone.localtime(at):%B %Y}")
    old.change(pinned=True)
    expect(link).to_have_accessible_description("Pinned")
