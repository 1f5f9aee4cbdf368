"""The way to providers: which SDK when, and over which connections."""

import asyncio
from importlib import import_module
from weakref import WeakKeyDictionary

from settings_sync.providers.trust import trusted

CONNECT_SECONDS = 10

PARTS = {"openai": "openai.resources.chat", "anthropic": "anthropic.resources.messages"}

_loaded = {}  # name → SDK
_kept = WeakKeyDictionary()  # loop → {what: client}


async def sdk(name):
    """The SDK, loaded when it is first wanted, in a thread: it takes a second and 40 MB, which a web process never spends."""
    return _loaded.get(name) or await asyncio.to_thread(load, name)


def load(name):
    """Load an SDK and the certificates before they are wanted."""
    trusted()
    import_module(PARTS[name])
    _loaded[name] = import_module(name)
    return _loaded[name]


def kept(what, make):
    """`make()`, once for this event loop and name: each client of an SDK looks at the machine first. It must hold no key."""
    mine = _kept.setdefault(asyncio.get_running_loop(), {})
    if what not in mine:
        mine[what] = make()
    return mine[what]


def client():
    """The HTTP client of this event loop, for the SDKs.

    No proxy that the environment names, no redirect that would take the key elsewhere, no connection kept that may have
    died in the meantime: a call that fails for that would have to be made again, and nothing is asked twice. How long an
    answer may take is decided where it is written.
    """
    return kept("http", _client)


def _client():
    httpx = import_module("httpx2")  # what both SDKs speak through
    transport = import_module("chat.backends.transport").Transport(trusted(), CONNECT_SECONDS)
    return httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False, timeout=None)
