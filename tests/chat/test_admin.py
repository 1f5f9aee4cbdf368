"""Operators see the queue and that conversations exist, and never a word that was said."""

import pytest
from django.urls import reverse

from chat.models import Reply

SECRET = "what nobody else may read"


@pytest.fixture
def reply(grace, say):
    """A reply of Grace's that waits."""
    from chat.models import Conversation

    conversation = Conversation.objects.open_new(grace)
    conversation.change(title=f"title of {SECRET}", system_prompt=f"prompt of {SECRET}")
    reply = say(conversation, SECRET).branches.get().reply
    Reply.objects.update(text=SECRET, reasoning=SECRET)
    return reply


def pages(reply):
    conversation = reply.message.conversation
    yield reverse("admin:chat_reply_changelist")
    yield reverse("admin:chat_reply_change", args=[reply.pk])
    yield reverse("admin:chat_conversation_changelist")
    yield reverse("admin:chat_conversation_change", args=[conversation.pk])
    yield reverse("admin:accounts_user_delete", args=[conversation.owner_id])


@pytest.mark.django_db(transaction=True)
def test_no_page_of_the_admin_says_what_was_said(client_of, ada, reply):
    client = client_of(ada)
    for page in pages(reply):
        response = client.get(page)
        assert response.status_code == 200, page
        assert SECRET not in response.content.decode(), page


@pytest.mark.django_db(transaction=True)
def test_an_operator_stops_a_reply(client_of, ada, reply):
    chosen = {"action": "stop", "_selected_action": [reply.pk]}
    response = client_of(ada).post(reverse("admin:chat_reply_changelist"), chosen, follow=True)
    assert "1 asked to stop" in response.content.decode()
    reply.refresh_from_db()
    assert reply.state == "cancelled"
