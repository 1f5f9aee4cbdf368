"""manage.py seed_demo: conversations to try the site with."""

import pytest
from django.core.management import call_command

from chat.models import Conversation, Message


@pytest.fixture
def seed(settings, db):
    settings.DEBUG = True
    return lambda *arguments: call_command("seed_demo", *arguments)


def test_every_demo_person_has_something_to_look_at(seed):
    seed()
    assert {row.owner.username for row in Conversation.objects.all()} == {"ada", "grace", "eve"}
    assert "<table>" in "".join(Message.objects.values_list("html", flat=True))


def test_again_it_adds_nothing(seed):
    seed("--conversations=5", "--messages=23")
    before = Conversation.objects.count(), Message.objects.count()
    seed("--conversations=5", "--messages=23")
    assert (Conversation.objects.count(), Message.objects.count()) == before


def test_any_volume_is_made(seed):
    seed()
    before = Conversation.objects.count(), Message.objects.count()
    seed("--conversations=300", "--messages=3001")
    assert Conversation.objects.count() == before[0] + 300
    assert Message.objects.count() == before[1] + 3001
    for row in Conversation.objects.all()[:20]:
        assert [each.position for each in row.thread()] == list(range(row.messages.count()))


def test_messages_alone_are_one_long_conversation(seed):
    seed("--messages=500")
    assert Conversation.objects.get(title="500 messages").messages.count() == 500
