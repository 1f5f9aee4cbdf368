"""A server on this machine: real HTTP, one thread a call. What it says is the matter of each protocol."""

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class LocalServer:
    """`answer(call)` of a subclass answers; `calls` are all that came. Whoever waits in it waits for `let_go` too."""

    prefix = ""

    def __init__(self):
        self.calls, self.let_go = [], threading.Event()

    def __enter__(self):
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"server_of": self}))
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.let_go.set()
        self.http.shutdown()
        self.http.server_close()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.http.server_port}"

    @property
    def url(self):
        """Its base URL, as an operator would enter it."""
        return self.origin + self.prefix

    def asked(self, path):
        """The calls of one path."""
        return [call for call in self.calls if call.path == path]


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_of: LocalServer

    def answer(self):
        call = Call(self)
        self.server_of.calls.append(call)
        with suppress(OSError):  # the caller has gone
            self.server_of.answer(call)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


class Call:
    """What arrived, and the ways to answer it."""

    def __init__(self, handler):
        self.handler, self.method = handler, handler.command
        parts = urlsplit(handler.path)
        self.path, self.query = parts.path, dict(parse_qsl(parts.query))
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.body = handler.rfile.read(int(self.headers.get("content-length", 0)))

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def key(self):
        return self.headers.get("authorization", "").partition(" ")[2]

    def answer(self, status, data, kind="application/json", **headers):
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.handler.send_response(status)
        all_headers = {"Content-Type": kind, "Content-Length": str(len(body)), **headers}
        for name, value in all_headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def begin(self, kind="text/event-stream"):
        """An answer that comes in parts, until `end`."""
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Transfer-Encoding", "chunked")
        self.handler.send_header("X-Request-Id", "req-1")
        self.handler.end_headers()

    def event(self, data):
        self.part(f"data: {json.dumps(data)}\n\n".encode())

    def part(self, data):
        self.handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def end(self):
        self.handler.wfile.write(b"0\r\n\r\n")

    def cut(self):
        """Break off in the middle, as a server that crashes does."""
        self.handler.close_connection = True

    def hang(self):
        self.handler.server_of.let_go.wait(60)
        self.handler.close_connection = True

    def is_gone(self, seconds):
        """Whether the caller hung up within this time."""
        self.handler.connection.settimeout(seconds)
        try:
            return self.handler.connection.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True
