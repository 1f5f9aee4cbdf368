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


@pytest.mark.parametrize("query", ["kůň\0", "\0", "\ud800 kůň"])
def test_what_no_database_takes_is_searched_for_all_the_same(ada, horse, client_of, query):
    assert isinstance(found(ada, query), list)
    assert client_of(ada).get("/chat/list/", {"q": query.encode("utf-8", "replace").decode()}).status_code == 200


@pytest.fixture
def long_one(ada, db):
    """A conversation of a hundred messages, each with its number."""
    row = Conversation.objects.create(owner=ada, title="Numbers", is_empty=False, model="m")
    for position in range(100):
        row.messages.create(role="user", text=f"Number {position} is said", position=position)
    return row


def test_a_hit_leads_to_the_message(ada, long_one, client_of):
    message = long_one.messages.get(position=31)
    (hit,) = searching.find(ada, "Number 31 is")
    assert hit.address == f"{long_one.get_absolute_url()}?at=31#message-{message.pk}"
    page = client_of(ada).get(hit.address.partition("#")[0]).content.decode()
    assert f'id="message-{message.pk}"' in page
    assert "Number 27 " in page
    assert "Number 26 " not in page
    assert "messages/?start=27" in page, "It fetches from there on"


@pytest.mark.parametrize("at", ["", "99", "70", "1e3", "-5", "9" * 30, "²", "100000000"])
def test_what_is_among_the_newest_or_nowhere_opens_at_the_end(ada, long_one, client_of, at):
    page = client_of(ada).get(long_one.get_absolute_url(), {"at": at}).content.decode()
    assert "Number 60 " in page
    assert "Number 59 " not in page


def test_a_hit_in_a_name_leads_to_the_conversation(ada, long_one):
    (hit,) = searching.find(ada, "Numbers")
    assert hit.address == long_one.get_absolute_url()
