"""The way to providers: which SDK when, and over which connections."""

import asyncio
from functools import cache
from importlib import import_module
from weakref import WeakKeyDictionary

from settings_sync.providers.trust import trusted

CONNECT_SECONDS = 10
WRITE_SECONDS = 30

_clients = WeakKeyDictionary()  # loop → client


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
            verify=trusted(),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS, write=WRITE_SECONDS),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )
    return _clients[loop]
