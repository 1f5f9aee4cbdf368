"""One change followed from the row to a real WebSocket, each hop timed. Used by `manage.py check_realtime`."""

import asyncio
import json
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass

from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models.signals import post_save
from django.db.utils import Error as DatabaseError
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI
from websockets.sync.client import connect

from realtime import rooms, versions
from realtime.models import Probe

WAIT_SECONDS = 8  # a lost hint heals within 5


class Broken(Exception):
    """A hop that does not work. Its text says what is wrong and what to do."""


@dataclass
class Hop:
    """One step of the way and the milliseconds it took."""

    name: str
    milliseconds: float
    detail: str


def database():
    """A row and its version, in one transaction."""
    started = time.perf_counter()
    try:
        before = versions.of(["probe"])["probe"]
        write_probe()
        after = versions.of(["probe"])["probe"]
    except DatabaseError as error:
        raise Broken(f"The database does not take a write: {error}. Did you run manage.py migrate?") from error
    if after <= before:
        raise Broken("A write did not raise its topic's version. Is ENGINE realtime.db.postgresql or realtime.db.sqlite3?")
    return Hop("database", _since(started), connection.vendor)


def signal():
    """From save() to the post_save receivers."""
    heard = []

    def note(**kwargs):
        heard.append(time.perf_counter())

    post_save.connect(note, sender=Probe)
    try:
        started = time.perf_counter()
        write_probe()
    finally:
        post_save.disconnect(note, sender=Probe)
    if not heard:
        raise Broken("post_save of Probe was not sent: are the receivers connected in RealtimeConfig.ready()?")
    return Hop("signal", (heard[0] - started) * 1000, "post_save, publish")


def channel_layer():
    """Once around the layer: join a group, send to it, receive."""
    if not settings.REDIS_URL:
        return Hop("channel layer", 0.0, "not needed: one process, no REDIS_URL")
    try:
        milliseconds = asyncio.run(asyncio.wait_for(_around_the_layer(), 3))
    except Exception as error:
        raise Broken(f"Redis does not pass messages on ({error!r}). Does REDIS_URL name a running Redis?") from error
    return Hop("channel layer", milliseconds, "Redis pub/sub")


async def _around_the_layer():
    layer = get_channel_layer()
    channel, group = await layer.new_channel(), f"check.{secrets.token_hex(4)}"
    await layer.group_add(group, channel)
    for _ in range(2):  # the first one also waits for the subscription
        started = time.perf_counter()
        await layer.group_send(group, {"type": "check"})
        await layer.receive(channel)
        milliseconds = _since(started)
    await layer.flush()
    return milliseconds


def socket_and_presence(url, origin, user):
    """A real WebSocket sees a row change, and sees its own person enter a room."""
    room = next((name for name in rooms.names() if rooms.may_enter(user, name)), None)
    with _session(user) as key, _connected(url, origin, key) as live:
        known = versions.of(["probe"])["probe"]
        epoch = versions.snapshot([])[0]
        hello = {"type": "hello", "epoch": epoch, "build": settings.BUILD, "tab": "check"}
        started = time.perf_counter()
        live.send(json.dumps({**hello, "topics": {"probe": known}, "rooms": [room] if room else []}))
        _wait_for(live, lambda m: m["type"] == "welcome", "the answer to the handshake")
        yield Hop("handshake", _since(started), url)
        if room:
            _wait_for(live, lambda m: m["type"] == "presence" and m["count"] > 0, "who is in the room")
            yield Hop("presence", _since(started), f"room {room}")
        yield _frame_hop(live)


def _frame_hop(live):
    started = time.perf_counter()
    write_probe()
    message = _wait_for(live, lambda m: m["type"] in ("frame", "stale"), "the change of a row")
    if message["type"] == "stale":
        return Hop("socket", _since(started), f"healed by the sweep, the hint did not come: {_why_no_hint()}")
    return Hop("socket", _since(started), "save → commit → frame received")


def _why_no_hint():
    if not settings.REDIS_URL:
        return "REDIS_URL is empty, so only the web process itself can send hints"
    return "is the server's Redis the same?"


def write_probe():
    Probe.objects.update_or_create(pk=1, defaults={"note": secrets.token_hex(8)})


def _wait_for(live, wanted, what):
    deadline = time.monotonic() + WAIT_SECONDS
    try:
        while (left := deadline - time.monotonic()) > 0:
            message = json.loads(live.recv(timeout=left))
            if message["type"] == "reload":
                raise Broken(f"The server runs another build or database ({message['reason']}): restart it.")
            if wanted(message):
                return message
    except TimeoutError:
        pass
    except ConnectionClosed as error:
        raise Broken(f"The server closed the socket while we waited for {what}: {error}") from error
    raise Broken(f"{what.capitalize()} did not arrive in {WAIT_SECONDS} s. Look at the server's log with REALTIME_DEBUG=1.")


@contextmanager
def _session(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(60)
    session.create()
    try:
        yield session.session_key
    finally:
        session.delete()


@contextmanager
def _connected(url, origin, session_key):
    with _opened(url, origin, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_key}"}) as live:
        yield live


def _opened(url, origin, headers):
    try:
        return connect(url, origin=origin, additional_headers=headers, open_timeout=5)
    except (InvalidURI, ValueError) as error:  # ValueError: a port or a host name that cannot be
        raise Broken("This is no address of a site: --url is scheme and host: https://lockstep.example.org") from error
    except InvalidStatus as error:
        raise Broken(f"The server refused the socket ({error}). 403: is {origin} an origin it knows (SITE_URL)?") from error
    except InvalidHandshake as error:
        raise Broken(f"What answers at {url} is no site of ours: {error}. Is it the right port?") from error
    except OSError as error:
        raise Broken(f"Nothing answers at {url}: {error}") from error


def _since(started):
    return (time.perf_counter() - started) * 1000
