"""The way to providers: which SDK when, over which connections, and what comes back over them."""

import asyncio
import json
import ssl
from functools import cache
from importlib import import_module
from weakref import WeakKeyDictionary

import certifi

CONNECT_SECONDS = 10
WRITE_SECONDS = 30
LONGEST_EVENT = 4 * 1024 * 1024  # bytes

_clients = WeakKeyDictionary()  # loop → client


class Malformed(Exception):
    """What came is not a stream of events."""


async def sdk(name):
    """The SDK, loaded when it is first wanted, in a thread: it takes a second and 40 MB, which a web process never spends."""
    return await asyncio.to_thread(_load, name)


@cache
def _load(name):
    module = import_module(name)
    import_module({"openai": "openai.resources.chat", "anthropic": "anthropic.resources.messages"}[name])
    return module


def client():
    """The HTTP client of this event loop, for the SDKs.

    No proxy that the environment names, no redirect that would take the key elsewhere, no connection kept that may have
    died in the meantime: a call that fails for that would have to be made again, and nothing is asked twice. How long an
    answer may take is decided where it is written.
    """
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        httpx = import_module("httpx2")  # what both SDKs speak through
        _clients[loop] = httpx.AsyncClient(
            verify=_trust(),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS, write=WRITE_SECONDS),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )
    return _clients[loop]


@cache
def _trust():
    """The system's certificate authorities, for a provider inside the house, and certifi's, for a system without any."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


async def events(parts):
    """The server-sent events in these bytes: for each part that arrives a list of parsed JSON, or `None` for "[DONE]".

    One list for everything that came at once, as a busy process reads several events together. The SDKs' own reading makes
    typed objects of every event and costs eight times as much. Raises Malformed.
    """
    reader, has_begun = _Reader(), False
    async for part in parts:
        if found := reader.take(part):
            has_begun = True
            yield found
    if found := reader.take(b"\n\n"):  # its last blank line is missing
        yield found
    elif not has_begun:
        raise Malformed


class _Reader:
    """https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation"""

    def __init__(self):
        self.rest, self.data = b"", []

    def take(self, part):
        """The events that are complete with this part."""
        *lines, self.rest = (self.rest + part).split(b"\n")
        found = [event for line in lines for event in self._take_line(line.removesuffix(b"\r"))]
        if len(self.rest) + sum(map(len, self.data)) > LONGEST_EVENT:
            raise Malformed
        return found

    def _take_line(self, line):
        if line.startswith(b"data:"):
            self.data.append(line[5:].removeprefix(b" "))
        elif not line and self.data:
            data, self.data = b"\n".join(self.data), []
            yield _parsed(data)


def _parsed(data):
    if data.strip() == b"[DONE]":
        return None
    try:
        event = json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(event, dict):
        raise Malformed
    return event
