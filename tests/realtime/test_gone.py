"""The version of what is gone goes; whatever is there, or can be restored, keeps its own."""

import pytest
from django.core.management import call_command

from chat.models import Conversation
from generations.models import Generation
from realtime import publish
from realtime.models import TopicVersion

pytestmark = pytest.mark.django_db(transaction=True)
GENERAL = ["generations", "people", "user.1.conversations"]


def kept():
    call_command("prune", verbosity=0)
    return set(TopicVersion.objects.filter(topic__regex=r"^(conversation|generation)\.").values_list("topic", flat=True))


@pytest.fixture
def talk(ada):
    return lambda: Conversation.objects.create(owner=ada, model="m")


@pytest.fixture
def image(ada):
    return lambda: Generation.objects.create(owner=ada, prompt="fjord", width=1, height=1, seed=1, model="m", state="done")


def test_what_is_gone_leaves_no_version(talk, image):
    stays, goes = [talk(), image()], [talk(), image()]
    for row in goes:
        row.delete()
    assert kept() == {row.topic for row in stays}


def test_a_conversation_that_can_be_restored_keeps_its_version(talk):
    row = talk()
    row.remove()
    before = TopicVersion.objects.get(pk=row.topic).version
    assert kept() == {row.topic}
    assert TopicVersion.objects.get(pk=row.topic).version == before


def test_topics_of_no_row_stay(talk):
    for topic in GENERAL:
        publish(topic)
    kept()
    assert TopicVersion.objects.filter(topic__in=GENERAL).count() == len(GENERAL)
