"""A search finds parts of words, whatever their case, in every alphabet and on every database."""

import pytest

from chat import searching
from chat.models import Conversation


def found(user, query):
    return [each.conversation.title for each in searching.find(user, query)]


@pytest.fixture
def horse(ada, db):
    row = Conversation.objects.create(owner=ada, title="Žluťoučký kůň", is_empty=False, model="m")
    row.messages.create(role="user", text="ПРИВЕТ, ΚΟΣΜΕ, 100% übel_", position=0)
    return row


@pytest.mark.parametrize("query", ["žluť", "ŽLUŤ", "KŮŇ žlu", "привет", "κοσμε", "ÜBEL", "Übel_", "0% ü", "oučk"])
def test_the_case_of_no_letter_counts(ada, horse, query):
    assert found(ada, query) == [horse.title]


@pytest.mark.parametrize("query", ["zlut", "kůňe", "übel%", "_übel"])
def test_what_is_not_there_is_not_found(ada, horse, query):
    assert found(ada, query) == []
