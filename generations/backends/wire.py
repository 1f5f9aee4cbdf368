"""The way to image backends: over which connections, and how much of what comes back is taken."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from settings_sync.providers import kinds
from settings_sync.providers.trust import trusted

CONNECT_SECONDS = 10
WRITE_SECONDS = 30
ANSWER_SECONDS = 30  # for a question that costs the other side nothing
STOP_SECONDS = 5
MIB = 1024 * 1024  # bytes
LARGEST_IMAGE = 32 * MIB
LARGEST_PREVIEW = 2 * MIB
LARGEST_WORDS = 4 * MIB  # of an answer without an image
LARGEST_ANSWER = LARGEST_IMAGE * 4 // 3 + LARGEST_WORDS  # of one with an image in base64
PLAIN = {"Accept-Encoding": "identity", "User-Agent": "Lockstep"}

_last_words = set()  # tasks: the loop itself holds none of them


class TooLarge(Exception):
    """What comes is more than any answer of this kind."""


@dataclass(frozen=True)
class Answer:
    """An answer that has come to its end."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def json(self):
        """The parsed body, or None where it is something else."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def headers(kind, credential):
    """What goes along to a provider of this kind; without a key nothing that looks like one."""
    return PLAIN | (kinds.get(kind).headers(credential) if credential else {})


def client(kind, wish, credential):
    """The HTTP client of one wish, at the provider's address.

    No proxy that the environment names, no redirect that would take the key elsewhere, nothing unpacked.
    """
    return httpx.AsyncClient(
        base_url=wish.address,
        headers=headers(kind, credential),
        verify=trusted(),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, write=WRITE_SECONDS),
    )


def drawing_time():
    """How long the answer with the image may take is not for the client to say: see `patience`."""
    return httpx.Timeout(None, connect=CONNECT_SECONDS, write=WRITE_SECONDS)


async def ask(http, method, path, most=LARGEST_WORDS, **options):
    """The Answer, of at most this many bytes. Raises TooLarge, and what httpx raises."""
    async with http.stream(method, path, **options) as response:
        return await answer_of(response, most)


async def answer_of(response, most=LARGEST_WORDS):
    """The rest of an answer that has begun to arrive."""
    body = bytearray()
    async for part in parts_of(response, most):
        body += part
    return Answer(response.status_code, response.headers, bytes(body))


async def parts_of(response, most):
    """The bytes of an answer as they come, as they were sent."""
    size = 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > most:
            raise TooLarge
        yield part


async def tell(stopping):
    """Let a coroutine tell the other side to stop, also while whoever awaits this is being cancelled. It may fail."""
    task = asyncio.create_task(_quietly(stopping))
    _last_words.add(task)
    task.add_done_callback(_last_words.discard)
    await asyncio.wait({task})


async def _quietly(stopping):
    with suppress(Exception):
        async with asyncio.timeout(STOP_SECONDS):
            await stopping
