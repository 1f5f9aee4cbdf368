"""The socket of a real server and the addresses beside it, as a tab has them."""

import json
import time
import urllib.error
import urllib.request

from django.conf import settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from realtime.models import Epoch
from tests.browsers import session_of

PATIENCE = 8  # seconds; tests fail after it, and never wait for it otherwise


class Wire:
    """One socket. `Wire(site.url, ada)` is signed in; `session=` takes a key instead, `user=None` is nobody."""

    def __init__(self, url, user=None, session=None, origin="its own", **options):
        self.url, self.session = url, session or (session_of(user) if user else None)
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"} if self.session else {}
        origin = url if origin == "its own" else origin
        address = url.replace("http", "ws", 1) + "/ws/live/"
        self.socket = connect(address, origin=origin, additional_headers=headers, compression=None, legacy=True, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, message):
        """Send a dict as JSON; a str or bytes as they are."""
        self.socket.send(json.dumps(message) if isinstance(message, dict) else message)

    def hello(self, topics=(), rooms=(), **changes):
        """Introduce the tab and return the server's answer."""
        self.send(hello(topics, rooms, **changes))
        return self.next("welcome", "reload", "error")

    def next(self, *types, seconds=PATIENCE):
        """The next message of one of these types, whatever comes before it."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            message = json.loads(self.socket.recv(timeout=left))
            if message["type"] in types:
                return message
        raise TimeoutError(f"No {types} within {seconds} s")

    def next_frame(self, topic, seconds=PATIENCE):
        """The next frame of this topic."""
        while (frame := self.next("frame", seconds=seconds))["topic"] != topic:
            pass
        return frame

    def closing(self, seconds=PATIENCE):
        """(code, reason) with which the server closes, whatever it says before. Daphne gives no reasons."""
        end = time.monotonic() + seconds
        try:
            while True:
                self.socket.recv(timeout=max(0, end - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code, closed.rcvd.reason or None

    def cut(self):
        """The connection breaks without a goodbye."""
        self.socket.socket.shutdown(2)


def hello(topics=(), rooms=(), **changes):
    """A hello as a page of this epoch sends it. Without a build: files may be edited while the tests run."""
    claims = {"epoch": Epoch.current(), "build": None, "tab": "tab-1"}
    return {"type": "hello", **claims, "topics": dict(topics), "rooms": list(rooms), **changes}


def get(url, session=None, headers=(), data=None):
    """(status, text) of an address of a real server. Redirects are not followed."""
    request = urllib.request.Request(url, data=data, headers=dict(headers))
    if session:
        request.add_header("Cookie", f"{settings.SESSION_COOKIE_NAME}={session}")
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


_opener = urllib.request.build_opener(_Stay)
