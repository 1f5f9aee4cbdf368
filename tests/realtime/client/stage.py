"""A server that speaks docs/protocol.md and does only what a test tells it: uvicorn in a thread, no Django."""

import asyncio
import json
import threading
import time
from pathlib import Path

import uvicorn
from django_htmx import __file__ as django_htmx

from tests.ports import free_port
from tests.realtime.client.socket import StagedSocket

STATIC = Path(__file__).resolve().parents[3] / "static"
HTMX = Path(django_htmx).parent / "static/django_htmx/htmx-2.js"
PATIENCE = 5  # seconds

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Stage</title>
<script src="/htmx.js"></script><script type="module" src="/entry.js"></script>
<body data-live="connecting" data-user="42" data-epoch="e1" data-build="b1">
<live-status role="status" aria-label="Connection"></live-status><p id="live-notice" role="alert" hidden></p>
<dialog id="signed-out"><h2>You were signed out</h2></dialog>%s</body></html>"""
ENTRY = 'import { live } from "/static/js/live/index.js"; live.start()'
TYPES = {".js": "text/javascript", ".css": "text/css"}


class Stage:
    """Answers, sockets and requests of one test. `body` is what its page holds."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.news = threading.Condition()
        self._server = uvicorn.Server(
            uvicorn.Config(self, host="127.0.0.1", port=self.port, log_level="error", lifespan="off", ws="websockets-sansio")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self.reset()

    def reset(self):
        self.body = ""
        self.answers = {}  # path → (status, type, text), or a function that gives it
        self.requests = []  # (method, path, headers, body)
        self.held = {}  # path → how many requests wait; see `hold`
        self.mutations = {}  # name of a module → (what to take out, what to put in its place)
        self.mutated = set()
        self.sockets = []
        self.welcome = {"type": "welcome", "stale": {}, "gone": []}  # None: the server says nothing
        self.refusal = None  # a close code instead of the welcome
        self.unreachable = False
        self.answer("/live/whoami/", {"user": 42})
        self.answer("/live/token/", {})

    def start(self):
        self._thread.start()
        self.until(lambda: self._server.started)
        self.loop = self._server.servers[0].get_loop()
        return self

    def stop(self):
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(PATIENCE)

    # What tests do

    def answer(self, path, content, status=200):
        if callable(content):
            self.answers[path] = content
        elif isinstance(content, str):
            self.answers[path] = (status, "text/html; charset=utf-8", content)
        else:
            self.answers[path] = (status, "application/json", json.dumps(content))

    def say(self, *messages):
        """Send to every open socket, in this order."""
        for message in messages:
            for socket in self.open_sockets():
                self._call(socket.send({"type": "websocket.send", "text": json.dumps(message)}))

    def close(self, code=1012):
        for socket in self.open_sockets():
            self._call(socket.close(code))

    def hold(self, path):
        """From now on requests for this address wait until `release`."""
        self.held[path] = asyncio.Event()

    def release(self, path):
        self.loop.call_soon_threadsafe(self.held.pop(path).set)

    def open_sockets(self):
        return [socket for socket in self.sockets if socket.open]

    def heard(self, kind):
        """Every message of this type that pages have sent, on any socket."""
        return [message for socket in self.sockets for message in socket.heard if message["type"] == kind]

    def asked(self, path):
        """Every request for this address."""
        return [request for request in self.requests if request[1] == path]

    def until(self, claim, seconds=PATIENCE):
        """Wait for a claim about what arrived here to come true, and return what it gives."""
        end = time.monotonic() + seconds
        with self.news:
            while not (result := claim()):
                left = end - time.monotonic()
                assert left > 0, "It did not come true in time"
                self.news.wait(min(left, 0.05))
        return result

    # How it works

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)

    def tell(self, change):
        with self.news:
            change()
            self.news.notify_all()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            await StagedSocket(self, receive, send).run()
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope, receive, send):
        body = (await receive()).get("body", b"").decode()
        path, headers = scope["path"], {key.decode(): value.decode() for key, value in scope["headers"]}
        self.tell(lambda: self.requests.append((scope["method"], path, headers, body)))
        if path in self.held:
            await self.held[path].wait()
        status, kind, text = self._find(path)
        heads = [
            (b"content-type", kind.encode()),
            (b"content-security-policy", b"default-src 'self'; img-src 'self' data: blob:"),
        ]
        heads.append((b"cache-control", b"no-store"))
        if path == "/live/token/":
            heads.append((b"set-cookie", b"csrf=fresh; Path=/"))
        if status == 302:
            heads.append((b"location", text.encode()))
        await send({"type": "http.response.start", "status": status, "headers": heads})
        await send({"type": "http.response.body", "body": text.encode()})

    def _find(self, path):
        if path in self.answers:
            found = self.answers[path]
            return found() if callable(found) else found
        if path == "/":
            return 200, "text/html; charset=utf-8", PAGE % self.body
        if path == "/entry.js":
            return 200, TYPES[".js"], ENTRY
        if path == "/htmx.js":
            return 200, TYPES[".js"], HTMX.read_text()
        return self._static(path)

    def _static(self, path):
        file = STATIC / path.removeprefix("/static/")
        if not path.startswith("/static/") or not file.is_file():
            return 404, "text/plain", "Not here"
        text = file.read_text()
        return 200, TYPES.get(file.suffix, "text/plain"), self._mutate(file.name, text)

    def _mutate(self, name, text):
        old, new = self.mutations.get(name, ("", ""))
        if old and old in text:
            self.mutated.add(name)
            return text.replace(old, new)
        return text
