"""A copy of everything, sent while it is written."""

import asyncio
import io
import json
import os
import tracemalloc
import zipfile
from contextlib import aclosing

import httpx
from django.conf import settings
from django.db import connection
from django.urls import reverse

from accounts import archive
from accounts.audit import record
from accounts.exporting import activity
from accounts.models import AuditEntry, User
from tests.security.roles import confirm

MEGABYTE = 1024 * 1024


def collected(parts):
    """The zip of these parts, as it comes through the stream."""

    async def read():
        return [chunk async for chunk in archive.streamed(archive.zipped(parts))]

    return asyncio.run(read())


def opened(chunks):
    return zipfile.ZipFile(io.BytesIO(b"".join(chunks)))


# The zip


def test_it_holds_texts_bytes_and_files():
    parts = [("a/texts.json", {"word": "žluť"}), ("b.txt", "words"), ("c.bin", b"\0\1"), ("d.bin", iter([b"one", b"two"]))]
    with opened(collected(parts)) as zipped:
        assert zipped.testzip() is None
        assert json.loads(zipped.read("a/texts.json")) == {"word": "žluť"}
        assert [zipped.read(name) for name in ("b.txt", "c.bin", "d.bin")] == [b"words", b"\0\1", b"onetwo"]


def test_what_is_large_takes_no_memory():
    """50 MB that cannot be compressed, and never more than a few of them at once."""

    async def read():
        large = (os.urandom(MEGABYTE) for _ in range(50))
        return sum([len(chunk) async for chunk in archive.streamed(archive.zipped([("large.bin", large)]))])

    tracemalloc.start()
    try:
        assert asyncio.run(read()) > 50 * MEGABYTE
        assert tracemalloc.get_traced_memory()[1] < 8 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_the_first_bytes_leave_before_the_last_row_is_read():
    made = []

    def parts():
        for number in range(20):
            made.append(number)
            yield f"{number}.bin", os.urandom(archive.CHUNK)

    async def first_chunk():
        async with aclosing(archive.streamed(archive.zipped(parts()))) as chunks:
            async for chunk in chunks:
                return chunk, list(made)

    chunk, so_far = asyncio.run(first_chunk())
    assert chunk
    assert len(so_far) <= 2


def test_a_download_that_is_broken_off_leaves_nothing_running():
    ended = []

    def parts():
        try:
            for number in range(1000):
                yield f"{number}.bin", os.urandom(archive.CHUNK)
        finally:
            ended.append(True)

    async def one_chunk():
        async with aclosing(archive.streamed(archive.zipped(parts()))) as chunks:
            await anext(chunks)

    asyncio.run(one_chunk())
    assert ended == [True]


def test_a_slow_reader_keeps_no_database_connection(transactional_db):
    held = []

    def parts():
        for number in range(5):
            held.append(connection.connection is not None)
            User.objects.count()
            yield f"{number}.bin", os.urandom(2 * archive.CHUNK)

    collected(parts())
    assert held == [False] * 5


# The page


def test_it_asks_who_one_is_first(client_of, grace):
    answer = client_of(grace).post(reverse("data_download"), headers={"Referer": "http://testserver/profile/data/"})
    assert answer.url == f"{reverse('account_reauthenticate')}?next=%2Fprofile%2Fdata%2F"
    assert not AuditEntry.objects.filter(action="data.exported").exists()


def test_it_is_noted(client_of, grace):
    answer = confirm(client_of(grace)).post(reverse("data_download"))
    assert answer["Content-Disposition"].startswith('attachment; filename="lockstep-')
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.is_async  # Django would collect a sync iterator whole before it sends it.
    assert AuditEntry.objects.get(action="data.exported").subject == grace.pk


def test_where_an_operator_was_is_no_business_of_the_person(rf, ada, grace):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7", headers={"User-Agent": "Firefox/140.0"})
    request.user = ada
    record(request, "admin.changed", target=grace, fields=["Active"])
    ((_, lines),) = activity(grace)
    assert lines[0]["by"] == "an operator"
    assert "203.0.113.7" not in json.dumps(lines, default=str)
    assert "Ada" not in json.dumps(lines, default=str)


def test_a_real_site_streams_it(live_site, client_of, grace):
    """Under a server of its own, to somebody who is signed in."""
    cookies = {settings.SESSION_COOKIE_NAME: confirm(client_of(grace)).session.session_key}
    with httpx.Client(base_url=live_site.url, cookies=cookies, headers={"Origin": live_site.url}) as browser:
        token = browser.get("/live/token/").cookies[settings.CSRF_COOKIE_NAME]
        answer = browser.post("/profile/data/download/", data={"csrfmiddlewaretoken": token})
    assert answer.headers["Content-Type"] == "application/zip"
    assert "Content-Length" not in answer.headers
    with opened([answer.content]) as zipped:
        assert zipped.testzip() is None
        assert "Grace Hopper" in zipped.read("README.txt").decode()
        assert json.loads(zipped.read("profile/profile.json"))["email"] == "grace@example.com"
