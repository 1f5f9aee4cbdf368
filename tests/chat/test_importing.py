"""What a file may do that somebody imports, and what not. That what went out comes in the same: test_export.py."""

import io
import json
import tracemalloc
import zipfile
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from chat import importing, markdown
from chat.answers import Malformed
from chat.models import Conversation
from realtime.frames import collecting
from tests.usage.test_races import at_once

MEGABYTE = 2**20
pytestmark = pytest.mark.django_db(transaction=True)


def talk(*texts, **more):
    messages = [{"id": str(uuid4()), "role": "assistant", "position": 0, "text": text, "is_shown": True} for text in texts]
    return {"lockstep_conversation": 1, "id": str(uuid4()), "title": "Tea", "messages": messages, **more}


def zipped(*talks, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for each in talks:
            archive.writestr(f"{each['id']}.json", json.dumps(each))
    return content.getvalue()


def send(client, content):
    file = {"file": SimpleUploadedFile("conversations.zip", content)}
    return client.post(reverse("chat:import"), file, headers={"Accept": "application/json"})


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_is_refused_in_words(client_of, grace, method):
    content = bytearray(zipped(talk("Hello " * 1000), method=method))
    begin = 30 + len(f"{uuid4()}.json")  # behind the header of its first entry
    for at in range(begin + 12, begin + 40):
        content[at] ^= 0xFF
    answer = send(client_of(grace), bytes(content))
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, importing.NO_EXPORT)


def test_one_conversation_has_its_own_bound(grace):
    """Of some 50 KB of a zip its JSON would take a gigabyte of memory."""
    content = zipped(talk(more="x" * (10 * MEGABYTE)))
    with pytest.raises(Malformed, match="at most 10 MB"):
        importing.bring_in(grace, io.BytesIO(content))
    with pytest.raises(Malformed, match="at most 10 MB"):
        importing.bring_in(grace, ContentFile(b" " * (10 * MEGABYTE + 1)))


def test_conversations_are_in_memory_one_at_a_time(grace):
    content = zipped(*(talk("Hello", more=[[]] * (MEGABYTE // 8)) for _ in range(8)))
    tracemalloc.start()
    try:
        assert importing.bring_in(grace, io.BytesIO(content)) == (8, 0)
        assert tracemalloc.get_traced_memory()[1] < 25 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_open_tabs_hear_of_what_came_before_one_that_is_not_whole(grace):
    content = zipped(talk("Hello"), talk() | {"messages": [{"id": "x"}]})
    with collecting() as frames, pytest.raises(Malformed):
        importing.bring_in(grace, io.BytesIO(content))
    assert Conversation.objects.visible_to(grace).count() == 1
    assert [frame["topic"] for frame in frames] == [Conversation.list_topic_of(grace.pk)]


def test_others_can_write_while_markdown_is_rendered(grace, monkeypatch):
    """SQLite lets one write at a time, and what is hostile takes seconds to render."""
    blocks, was_locked = markdown.blocks, []
    monkeypatch.setattr(markdown, "blocks", lambda text: [was_locked.append(connection.in_atomic_block), *blocks(text)][1:])
    importing.bring_in(grace, io.BytesIO(zipped(talk("Hello", "there"))))
    assert was_locked == [False, False]


def test_the_same_file_twice_at_once_comes_once(client_of, grace):
    content = zipped(*(talk("Hello") for _ in range(10)))
    clients = [client_of(grace) for _ in range(4)]
    answers = at_once(4, lambda number: send(clients[number], content).json())
    assert [answer["came"] + answer["here"] for answer in answers] == [10] * 4
    assert sum(answer["came"] for answer in answers) == Conversation.objects.visible_to(grace).count() == 10
