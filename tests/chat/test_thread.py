"""The messages of a conversation: what is shown, what the addresses answer, and at what cost."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import Conversation, Message, Reply
from realtime.frames import collecting


@pytest.fixture
def told(conversation):
    """`told("a", "b", "c")`: that many messages, in turns, without a model. Returns them."""

    def tell(*texts):
        parent, told = None, []
        for number, text in enumerate(texts):
            role = Message.Role.ASSISTANT if number % 2 else Message.Role.USER
            fields = {"conversation": conversation, "role": role, "text": text, "position": number, "parent": parent}
            parent = Message.objects.create(model="local:m" if number % 2 else "", **fields)
            told.append(parent)
        Conversation.objects.filter(pk=conversation.pk).update(is_empty=not texts)
        return told

    return tell


@pytest.fixture
def ask(client_of, ada, conversation):
    """`ask("messages/")`: GET below the conversation's address, as Ada. `post` sends JSON."""
    client = client_of(ada)

    def get(path=""):
        return client.get(f"{conversation.get_absolute_url()}{path}")

    get.post = lambda path, **data: client.post(f"{conversation.get_absolute_url()}{path}", data, "application/json")
    return get


def texts(conversation):
    return [message.text for message in conversation.thread()]


def test_what_a_person_said_is_shown_as_they_wrote_it(ask, told):
    told("**not bold** <b>\n\ttab", "**bold**")
    page = ask("messages/").content.decode()
    assert "**not bold** &lt;b&gt;\n\ttab" in page
    assert "<strong>bold</strong>" in page


def test_a_page_shows_the_newest_and_older_ones_follow(ask, told):
    told(*map(str, range(120)))
    assert re.findall(r'data-position="(\d+)"', ask("messages/").content.decode()) == [str(n) for n in range(80, 120)]
    assert re.findall(r'data-position="(\d+)"', ask("messages/older/?before=80").content.decode()) == [
        str(n) for n in range(40, 80)
    ]
    assert re.findall(r'data-position="(\d+)"', ask("messages/?start=100").content.decode()) == [str(n) for n in range(100, 120)]


@pytest.mark.parametrize("path", ["", "messages/", "messages/older/?before=50"])
def test_more_messages_take_no_more_queries(ask, told, conversation, path):
    counts = []
    ask()  # once a session some row about it is written
    for many in (3, 60):
        conversation.messages.all().delete()
        told(*map(str, range(many)))
        with CaptureQueriesContext(connection) as queries:
            assert ask(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_showing_another_branch_shows_all_of_it(conversation, told):
    _, first, *_ = told("q", "first", "after first", "reply")
    second = conversation.regenerate(first)
    assert texts(conversation) == ["q", ""]
    assert second.branch.number, second.branch.count == (2, 2)
    first.show()
    assert texts(conversation) == ["q", "first", "after first", "reply"]
    assert conversation.thread()[1].branch.next == second.pk


def test_looking_at_another_branch_ends_no_reply(conversation, told):
    _, first = told("q", "first")
    second = conversation.regenerate(first)
    first.show()
    second.refresh_from_db()
    assert second.is_being_written


def test_deleting_shows_what_else_was_said_there(conversation, told):
    question, first, later, _ = told("q", "first", "later", "reply")
    second = conversation.regenerate(first)
    second.remove()
    assert texts(conversation) == ["q", "first", "later", "reply"]
    later.remove()
    assert texts(conversation) == ["q", "first"]
    question.remove()
    assert not conversation.messages.exists()


def test_a_long_branch_can_go_at_once(conversation, told):
    first, *_ = told(*map(str, range(1200)))
    first.remove()
    assert not conversation.messages.exists()


def test_pages_hear_what_gives_way_to_a_branch(conversation, told):
    _, first = told("q", "first")
    with collecting() as frames:
        conversation.regenerate(first)
    patches = [patch for frame in frames if frame["topic"] == conversation.topic for patch in frame["patches"]]
    assert {"op": "remove", "id": f"message-{first.pk}"} in patches


def test_asking_again_for_a_reply_that_gave_way_makes_no_third(ask, conversation, told):
    _, first = told("q", "first")
    for _ in range(2):
        assert ask.post(f"messages/{first.pk}/regenerate/").status_code == 201
    assert Message.objects.filter(parent=first.parent).count() == 2


def test_copying_gets_the_source_as_text(ask, told):
    _, reply = told("q", "<script>alert(1)</script>")
    answer = ask(f"messages/{reply.pk}/source/")
    assert (answer.content.decode(), answer["Content-Type"]) == (reply.text, "text/plain; charset=utf-8")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_state_comes_under_a_version_that_was_read_before_it(ask, conversation):
    conversation.change(title="Renamed")
    state = ask("state/").json()
    assert state["conversation"]["name"] == "Renamed"
    assert state["topics"][conversation.topic] >= 1


def test_a_conversation_works_without_scripts(client_of, ada, conversation):
    client = client_of(ada)
    page = client.get(conversation.get_absolute_url()).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    for _ in range(2):
        answer = client.post(f"{conversation.get_absolute_url()}messages/new/", {"text": "Plain", "key": key})
        assert (answer.status_code, answer["Location"]) == (302, conversation.get_absolute_url())
    assert conversation.messages.filter(role="user").count() == 1


def test_asking_twice_at_once_makes_one_reply(conversation, told):
    """Both tabs have read the row before either of them got the lock."""
    _, complete = told("q", "complete")
    first = conversation.regenerate(complete)
    assert conversation.regenerate(complete) == complete
    assert conversation.regenerate(first) == first
    assert Message.objects.filter(parent=complete.parent).count() == 2
    assert Reply.objects.unfinished().count() == 1


def test_a_reply_that_said_nothing_is_asked_for_once_in_its_own_place(conversation, told):
    _, nothing = told("q", "")
    for _ in range(2):
        assert conversation.regenerate(nothing) == nothing
    assert Reply.objects.unfinished().count() == 1


def test_what_is_written_in_a_hidden_branch_goes_on_when_another_gives_way(conversation, told):
    _, first = told("q", "first")
    second = conversation.regenerate(first)
    first.show()
    third = conversation.regenerate(first)
    assert set(Reply.objects.unfinished().values_list("message", flat=True)) == {second.pk, third.pk}


def test_half_a_character_is_no_error(ask, conversation):
    half = "Hello \ud800\0 there"
    assert ask.post("messages/new/", text=half, key=str(uuid4())).status_code == 201
    assert ask.post("draft/", text=half).status_code == 200
    assert ask.post("change/", name=half).status_code == 200
    assert texts(conversation)[0] == "Hello \ufffd there"
    assert ask("draft/").json()["text"] == "Hello \ufffd there"
    assert ask.post("messages/new/", text="\ud83d\ude00", key=str(uuid4())).status_code == 201
    assert "\N{GRINNING FACE}" in texts(conversation), "a whole pair is its character"


@pytest.mark.parametrize("text", ["", " \n", "\0", "\u200b\u2060 ", "\ufeff"])
def test_what_shows_nothing_is_not_said(ask, conversation, text):
    assert ask.post("messages/new/", text=text, key=str(uuid4())).status_code == 400
    assert texts(conversation) == []


@pytest.mark.parametrize("verb", ["show", "delete", "regenerate", "continue", "stop", "revise"])
def test_a_stranger_finds_no_message(client_of, eve, conversation, told, verb):
    _, reply = told("q", "a")
    path = f"{conversation.get_absolute_url()}messages/{reply.pk}/{verb}/"
    assert client_of(eve).post(path, {"text": "x", "key": str(uuid4())}, "application/json").status_code == 404
    assert client_of(eve).get(f"{conversation.get_absolute_url()}messages/{reply.pk}/source/").status_code == 404


@pytest.mark.parametrize("verb", ["", "source", "show", "delete", "regenerate", "continue", "stop", "revise"])
def test_anothers_message_is_not_found_in_ones_own_conversation(ask, told, grace, say, verb):
    """The conversation in the address is Ada's, the message in it is Grace's."""
    told("q", "a")
    hers = say(Conversation.objects.open_new(grace), "Hers")
    rows = list(Message.objects.order_by("pk").values())
    for message in (hers, hers.branches.get()):
        path = f"messages/{message.pk}/{verb}/" if verb else f"messages/{message.pk}/"
        answer = ask(path) if verb in ("", "source") else ask.post(path, text="x", key=str(uuid4()))
        assert answer.status_code == 404
    assert list(Message.objects.order_by("pk").values()) == rows


@pytest.mark.parametrize("person", ["grace", "eve"])
def test_nobody_says_anything_in_what_is_anothers(person, client_of, conversation, request):
    stranger = client_of(request.getfixturevalue(person))
    data = {"text": "Hello", "key": str(uuid4())}
    answer = stranger.post(f"{conversation.get_absolute_url()}messages/new/", data, content_type="application/json")
    assert (answer.status_code, conversation.messages.count()) == (404, 0)


def test_nothing_is_said_in_what_was_deleted(client_of, ada, conversation):
    conversation.remove()
    data = {"text": "Hello", "key": str(uuid4())}
    answer = client_of(ada).post(f"{conversation.get_absolute_url()}messages/new/", data, content_type="application/json")
    assert (answer.status_code, conversation.messages.count()) == (404, 0)
