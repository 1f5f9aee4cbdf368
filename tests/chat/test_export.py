"""Conversations as files: what goes out, and what comes in."""

import io
import json
import zipfile
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from accounts import archive
from chat import exporting, importing
from chat.answers import Malformed
from chat.models import Conversation, Draft, Message, Reply


@pytest.fixture
def talk(ada, db):
    """A question with two answers, the second of which is shown."""
    row = Conversation.objects.create(owner=ada, title="Tea & <b>milk</b>", is_empty=False, model="m", temperature=1.5)
    question = Message.objects.create(conversation=row, role="user", text="Milk first?", position=0)
    for text, is_shown in (("Yes.", False), ("**No.**", True)):
        Message.objects.create(
            conversation=row, role="assistant", text=text, position=1, parent=question, is_shown=is_shown, model="lab:m"
        )
    Draft.keep(row, "And suga")
    return row


def file_of(conversation, **changes):
    return ContentFile(json.dumps(exporting.as_json(whole_of(conversation)) | changes, cls=DjangoJSONEncoder).encode())


def whole_of(conversation):
    return exporting.whole(Conversation.objects.filter(pk=conversation.pk)).get()


def archive_of(user):
    return io.BytesIO(b"".join(archive.zipped(exporting.files_of(Conversation.objects.visible_to(user)))))


def test_a_conversation_is_a_markdown_file(client_of, ada, talk):
    answer = client_of(ada).get(reverse("chat:export", args=[talk.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="tea-bmilkb.md"'
    text = answer.content.decode()
    assert "Milk first?" in text
    assert "**No.**" in text
    assert "Yes." not in text


def test_as_json_it_has_every_branch(client_of, ada, talk):
    data = json.loads(client_of(ada).get(reverse("chat:export", args=[talk.pk]), {"as": "json"}).content)
    assert {message["text"] for message in data["messages"]} == {"Milk first?", "Yes.", "**No.**"}
    assert (data["title"], data["draft"], data["temperature"]) == ("Tea & <b>milk</b>", "And suga", 1.5)


def test_what_went_out_comes_in_the_same_and_only_once(ada, grace, talk):
    assert importing.bring_in(grace, archive_of(ada)) == (1, 0)
    assert importing.bring_in(grace, archive_of(ada)) == (0, 1)
    (copy,) = Conversation.objects.visible_to(grace)
    assert copy.pk != talk.pk
    assert [(each.role, each.text, each.html) for each in copy.thread()] == [
        (each.role, each.text, each.html) for each in talk.thread()
    ]
    assert copy.messages.count() == 3
    assert (copy.title, copy.temperature, copy.draft.text) == (talk.title, 1.5, "And suga")
    assert abs(copy.active_at - talk.active_at).total_seconds() < 0.001  # JSON has milliseconds


def test_ones_own_that_is_still_here_stays_alone(ada, talk):
    file = file_of(talk)
    assert importing.bring_in(ada, file) == (0, 1)
    Conversation.objects.all().delete()
    assert importing.bring_in(ada, file) == (1, 0)


def test_what_was_deleted_comes_back_from_a_file(ada, talk):
    file = file_of(talk)
    talk.remove()
    assert importing.bring_in(ada, file) == (1, 0)
    assert Conversation.objects.visible_to(ada).get() == talk


def test_when_it_was_said_and_what_it_took_comes_along(ada, grace, talk):
    at = datetime(2024, 2, 29, 12, tzinfo=UTC)
    taken = {"tokens_in": 12, "tokens_out": 34, "cost": 5_600_000, "note": "Older messages were left out.", "created_at": at}
    talk.messages.filter(role="assistant").update(**taken)
    Conversation.objects.update(created_at=at)
    importing.bring_in(grace, archive_of(ada))
    (copy,) = Conversation.objects.visible_to(grace)
    assert copy.created_at == at
    assert list(copy.messages.filter(role="assistant").values(*taken)) == [taken, taken]


@pytest.mark.parametrize("wrong", [-1, True, "12", 2**70, 1.5])
def test_an_amount_that_is_none_is_left_out(grace, talk, wrong):
    messages = exporting.as_json(whole_of(talk))["messages"]
    importing.bring_in(grace, file_of(talk, messages=[each | {"tokens_in": wrong, "cost": wrong} for each in messages]))
    (copy,) = Conversation.objects.visible_to(grace)
    assert set(copy.messages.values_list("tokens_in", "cost")) == {(None, None)}


def test_the_archive_is_of_what_is_there_and_tells_nothing_of_the_machine(transactional_db, client_of, ada, talk, say):
    say(talk, "More?")
    Reply.objects.claim("host-4711", 1)
    gone = Conversation.objects.create(owner=ada, title="Gone", is_empty=False, model="m")
    gone.remove()
    content = b"".join(client_of(ada).get(reverse("chat:export_all")))
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert {name.split("/")[-1] for name in zipped.namelist()} == {f"{talk.pk}.json", f"{talk.pk}.md"}
        assert not any(b"host-4711" in zipped.read(name) for name in zipped.namelist())
    everything = dict(exporting.chat(ada))
    assert f"{gone.pk}.json" in everything, "a person's copy of all that is stored has it while it is kept"
    assert "host-4711" not in str(everything)


def test_more_conversations_take_no_more_queries(ada, talk, django_assert_max_num_queries):
    for number in range(15):
        row = Conversation.objects.create(owner=ada, title=str(number), is_empty=False, model="m")
        Message.objects.create(conversation=row, role="user", text="Hello", position=0)
    with django_assert_max_num_queries(4):
        assert len(list(exporting.files_of(Conversation.objects.visible_to(ada)))) == 32


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"PK",
        b"PK\x03\x04 nonsense",
        b"[" * 100_000,
        b'{"lockstep_conversation": 1, "id": "x", "messages": []}',
        b"\xff",
    ],
)
def test_what_is_no_export_is_refused_in_words(ada, content):
    with pytest.raises(Malformed, match="export"):
        importing.bring_in(ada, ContentFile(content))


@pytest.mark.parametrize(
    "changes",
    [
        *({"messages": messages} for messages in (None, [{"id": str(uuid4()), "role": "system"}], [{"role": "user"}])),
        *({"title": "x" * 121}, {"temperature": "hot"}, {"system_prompt": "x" * 9000}),
    ],
)
def test_what_is_not_whole_changes_nothing(ada, grace, talk, changes):
    with pytest.raises(Malformed):
        importing.bring_in(grace, file_of(talk, **changes))
    assert not Conversation.objects.filter(owner=grace).exists()


def test_a_file_decides_nothing_about_whose_it_is_or_how_it_is_shown(ada, grace, talk):
    """Neither owner nor HTML nor ids of it are believed."""
    data = exporting.as_json(whole_of(talk)) | {
        "owner_id": ada.pk,
        "deleted_at": "2020-01-01T00:00:00Z",
        "active_at": "9999-01-01T00:00:00Z",
    }
    for message in data["messages"]:
        message |= {"html": "<script>1</script>", "is_shown": True, "position": 0, "text": "<img src=x onerror=alert(1)>"}
    importing.bring_in(grace, ContentFile(json.dumps(data, cls=DjangoJSONEncoder).encode()))
    (copy,) = Conversation.objects.visible_to(grace)
    assert not any("<script" in each.html or "<img" in each.html for each in copy.messages.all())
    assert [each.position for each in copy.thread()] == list(range(copy.thread().count()))
    assert copy.active_at.year < 9999
    assert talk.messages.count() == 3


def test_a_zip_that_grows_is_refused(ada, talk, monkeypatch):
    monkeypatch.setattr(importing, "LARGEST", 1000)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(f"{uuid4()}.json", " " * 10_000)
    content.seek(0)
    with pytest.raises(Malformed, match="more than"):
        importing.bring_in(ada, content)


def test_the_page_takes_a_file(client_of, grace, ada, talk):
    answer = client_of(grace).post(reverse("chat:import"), {"file": archive_of(ada)}, headers={"Accept": "application/json"})
    assert answer.json()["words"] == "1 conversation imported."
    assert client_of(grace).post(reverse("chat:import")).status_code == 400
