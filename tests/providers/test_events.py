"""Server-sent events come out whole, however the bytes are cut on their way."""

import asyncio
import json

import pytest

from settings_sync.providers.events import Malformed, read

pytestmark = pytest.mark.once
STREAM = b': hello\r\n\r\nevent: a\r\ndata: {"n": 1}\r\n\r\ndata: {"n":\ndata: 2}\n\ndata:{"n": 3}\n\n\n\ndata: [DONE]\n\n'
EVENTS = [{"n": 1}, {"n": 2}, {"n": 3}, None]


def events(*parts, **options):
    async def arriving():
        for part in parts:
            yield part

    async def gather():
        return [event async for found in read(arriving(), **options) for event in found]

    return asyncio.run(gather())


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20, 1000])
def test_it_is_the_same_however_it_is_cut(size):
    parts = [STREAM[at : at + size] for at in range(0, len(STREAM), size)]
    assert events(*parts) == EVENTS


def test_what_came_together_is_told_together():
    async def gather():
        async def arriving():
            yield STREAM

        return [found async for found in read(arriving())]

    assert asyncio.run(gather()) == [EVENTS]


def test_what_came_before_something_malformed_is_told_first():
    """Also where both came in one part, as they do where a process is busy."""

    async def gather():
        async def arriving():
            yield b'data: {"n": 1}\n\ndata: {\n\n'

        async for found in read(arriving()):
            heard.append(found)

    heard = []
    with pytest.raises(Malformed):
        asyncio.run(gather())
    assert heard == [[{"n": 1}]]


def test_an_end_without_its_blank_line_counts():
    assert events(b'data: {"n": 1}') == [{"n": 1}]


def test_an_image_is_one_long_line():
    data = json.dumps({"b64_json": "A" * 5_000_000}).encode()
    sent = b"data: " + data + b"\n\n"
    parts = [sent[at : at + 65_536] for at in range(0, len(sent), 65_536)]
    assert events(*parts, longest=6_000_000) == [json.loads(data)]
    with pytest.raises(Malformed):
        events(*parts, longest=4_000_000)


def test_many_short_lines_are_no_way_around_the_limit():
    with pytest.raises(Malformed):
        events(b"data: {\n", *[b"data:         \n"] * 200, b"data: }\n\n", longest=1000)


@pytest.mark.parametrize(
    "garbage", [b"", b"<!doctype html>\n\n", b"data: {\n\n", b"data: 7\n\n", b"data: " + b"[" * 100_000 + b"\n\n"]
)
def test_what_is_no_stream_of_events_is_called_that(garbage):
    with pytest.raises(Malformed):
        events(garbage)
