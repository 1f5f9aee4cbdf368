"""A zip file that is sent while it is written: memory stays the same however much a person has."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections
from django.utils.timezone import now

CHUNK = 64 * 1024  # bytes


class Sink:
    """What ZipFile writes to. It cannot seek, so sizes follow their entries instead of being filled in later."""

    def __init__(self):
        self._pieces, self.size = [], 0

    def write(self, data):
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self):
        """ZipFile asks for it; there is nothing behind us to flush to."""

    def take(self):
        taken = b"".join(self._pieces)
        self._pieces, self.size = [], 0
        return taken


def zipped(parts):
    """Yield the bytes of a zip with these `(path, content)`; see `accounts.exports.exporter` for what a content is."""
    sink = Sink()
    with ZipFile(sink, "w") as archive:
        for path, content in parts:
            with archive.open(_entry(path), "w", force_zip64=True) as entry:
                for piece in _pieces_of(content):
                    entry.write(piece)
                    if sink.size >= CHUNK:
                        yield sink.take()
    yield sink.take()


def _entry(path):
    entry = ZipInfo(path, now().timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _pieces_of(content):
    if isinstance(content, (str, bytes)):
        return [content.encode() if isinstance(content, str) else content]
    if isinstance(content, (dict, list)):
        return [json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()]
    return content


async def streamed(chunks):
    """The chunks of a sync generator, made in a thread of its own.

    Django would collect a sync iterator whole before it sends it under ASGI. Between two chunks no database connection
    is held, so no chunk may count on a cursor of the one before: a slow reader keeps none from others.
    """
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, "export") as thread:
        try:
            while (chunk := await loop.run_in_executor(thread, _next, chunks)) is not None:
                yield chunk
        finally:
            await loop.run_in_executor(thread, chunks.close)


def _next(chunks):
    try:
        return next(chunks, None)
    finally:
        connections.close_all()
