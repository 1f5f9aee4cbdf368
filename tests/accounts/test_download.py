"""What is sent while it is read, by a real site: no cursor outlives the connection of the chunk in which it was opened."""

import base64
import io
import json
import os
import zipfile
from uuid import uuid4

import httpx
import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from accounts.archive import CHUNK
from accounts.batches import in_batches
from accounts.models import User
from chat.models import Conversation, Message
from generations.models import Generation
from tests.security.roles import confirm

FILE = 3 * CHUNK  # bytes
WISH = {"prompt": "a quiet sea", "width": 512, "height": 512, "model": "m", "seed": 1, "reach": "public", "rank": 0}


@pytest.fixture
def browser_of(live_site, client_of):
    """`browser_of(grace)`: an HTTP client of the real site, in which she has just confirmed who she is."""
    opened = []

    def open_(person):
        cookies = {settings.SESSION_COOKIE_NAME: confirm(client_of(person)).session.session_key}
        headers = {"Origin": live_site.url}
        opened.append(httpx.Client(base_url=live_site.url, cookies=cookies, headers=headers, timeout=20))
        return opened[-1]

    yield open_
    for client in opened:
        client.close()


def unpacked(answer):
    """{name: content}; raises where the zip is not whole."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_all_images_come_however_many_and_large(browser_of, grace):
    rows = [Generation(owner=grace, batch=uuid4(), **WISH) for _ in range(450)]
    files = {}
    for row in (*rows[:2], rows[225], *rows[-2:]):
        row.original.save("image.bin", ContentFile(os.urandom(FILE)), save=False)
        files[row.original.name.rpartition("/")[2]] = row.original
    Generation.objects.bulk_create(rows)
    browser = browser_of(grace)
    token = browser.get("/live/token/").cookies[settings.CSRF_COOKIE_NAME]
    held = unpacked(browser.post("/profile/data/download/", data={"csrfmiddlewaretoken": token}))
    assert len(json.loads(held["images/images.json"])) == 450
    for name, file in files.items():
        with file.open() as content:
            assert held[f"images/{name}"] == content.read()
    assert "usage/days.json" in held, "and what comes after them"


def test_all_conversations_come_however_many_and_long(browser_of, grace):
    talks = Conversation.objects.bulk_create(
        Conversation(owner=grace, title=str(number), is_empty=False, model="m") for number in range(50)
    )
    texts = [base64.b64encode(os.urandom(CHUNK // 4)).decode() for _ in talks]
    Message.objects.bulk_create(
        Message(conversation=talk, role="user", text=text, position=0) for talk, text in zip(talks, texts, strict=True)
    )
    held = unpacked(browser_of(grace).get("/chat/export/"))
    assert len(held) == 2 * len(talks)
    for talk, text in zip(talks, texts, strict=True):
        assert json.loads(held[f"{talk.pk}.json"])["messages"][0]["text"] == text


def test_batches_keep_the_order_and_pass_over_what_goes_meanwhile(ada, grace, eve):
    people = in_batches(User.objects.order_by("-username"), 2)
    assert next(people) == grace
    User.objects.filter(pk=ada.pk).delete()
    assert list(people) == [eve]


def test_a_batch_is_a_query_beside_that_of_the_keys(ada, grace, eve, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(list(in_batches(User.objects.all(), 2))) == 3
