"""A provider on this machine: real HTTP, speaking the protocols of all kinds, well or in every way that goes wrong."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.providers.chats import Chat

MODELS = ["lockstep-large", "lockstep-small"]


@dataclass
class Request:
    """What arrived."""

    method: str
    path: str
    headers: dict
    body: bytes = b""

    @property
    def key(self):
        """What it was sent with, wherever its kind puts it."""
        return self.headers.get("x-api-key") or self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass
class ProviderServer:
    """`key` is the one that it takes (None: any, or none); `mode` what goes wrong, a method of `Trouble`."""

    key: str | None = None
    models: list = field(default_factory=lambda: list(MODELS))
    said: dict = field(default_factory=dict)  # {model: what else its list says of it}
    context: int | None = None  # tokens, of the model that Ollama has in memory
    in_memory: list = field(default_factory=list)
    mode: str = ""
    requests: list = field(default_factory=list)
    chat: Chat = field(default_factory=Chat)

    def __enter__(self):
        self.let_go = threading.Event()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"provider": self}))
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.let_go.set()
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self):
        """Its root; the base URL of an OpenAI-compatible provider is `base_url`."""
        return f"http://127.0.0.1:{self.http.server_port}"

    @property
    def base_url(self):
        return f"{self.url}/v1"

    @property
    def keys_seen(self):
        return [request.key for request in self.requests]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    provider: ProviderServer

    def do_GET(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request("GET", self.path, headers)
        self.provider.requests.append(request)
        if self.provider.mode:
            return getattr(Trouble, self.provider.mode)(self, request)
        if self.provider.key is not None and request.key != self.provider.key:
            return Trouble.refuses(self, request)
        lists = self._lists(request)
        path = self.path.partition("?")[0]
        return self.answer(200, lists[path]) if path in lists else Trouble.misses(self, request)

    def do_POST(self):
        """Somebody asks a model."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request("POST", self.path, headers, self.rfile.read(int(headers.get("content-length", 0))))
        self.provider.requests.append(request)
        if self.provider.key is not None and request.key != self.provider.key:
            return Trouble.refuses(self, request)
        if self.path == "/api/generate":
            return self._load(json.loads(request.body)["model"])
        return self.provider.chat.answer(self, request)

    def _load(self, model):
        """As Ollama, which is asked with no prompt: https://github.com/ollama/ollama/blob/main/docs/api.md#load-a-model"""
        self.provider.in_memory.append(f"{model}:latest")
        self.answer(200, {"model": model, "response": "", "done": True, "done_reason": "load"})

    def _lists(self, request):
        names = self.provider.models
        openai = {
            "object": "list",
            "data": [
                {"id": name, "object": "model", "created": 1, "owned_by": "us", **self.provider.said.get(name, {})}
                for name in names
            ],
        }
        anthropic = {"data": [{"type": "model", "id": name, "display_name": name.title()} for name in names], "has_more": False}
        checkpoint = {"input": {"required": {"ckpt_name": [names, {"tooltip": "The checkpoint."}]}}}
        return {
            "/v1/models": anthropic if "anthropic-version" in request.headers else openai,
            "/api/ps": {"models": [{"name": name, "context_length": self.provider.context} for name in self.provider.in_memory]},
            "/api/tags": {"models": [{"name": name, "model": name, "size": 1} for name in names]},
            "/sdapi/v1/sd-models": [{"title": f"{name} [abc]", "model_name": name, "hash": "abc"} for name in names],
            "/object_info/CheckpointLoaderSimple": {"CheckpointLoaderSimple": checkpoint},
        }

    def answer(self, status, data, **headers):
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Trouble:
    """What may go wrong. Some answers repeat the key, as real ones do."""

    @staticmethod
    def refuses(handler, request):
        message = f"Incorrect API key provided: {request.key}. You can find your key on our site."
        handler.answer(401, {"error": {"message": message, "code": "invalid_api_key"}}, X_Key=request.key)

    @staticmethod
    def forbids(handler, request):
        handler.answer(403, {"error": "This country is not served."})

    @staticmethod
    def misses(handler, request):
        handler.answer(404, b"<h1>Not Found</h1>", Content_Type="text/html")

    @staticmethod
    def hurries(handler, request):
        handler.answer(429, {"error": {"message": "Slow down."}}, Retry_After="20")

    @staticmethod
    def breaks(handler, request):
        handler.answer(500, f"<pre>Traceback: key={request.key}</pre>".encode(), Content_Type="text/html")

    @staticmethod
    def echoes(handler, request):
        """Its models are called what the caller is not to show."""
        handler.answer(200, {"data": [{"id": f"model-{request.key}"}, {"id": "honest"}]})

    @staticmethod
    def hangs(handler, request):
        handler.provider.let_go.wait(60)
        handler.close_connection = True

    @staticmethod
    def drips(handler, request):
        """A byte now and then, so that no single wait is long."""
        handler.send_response(200)
        handler.end_headers()
        while not handler.provider.let_go.wait(0.3):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    @staticmethod
    def cuts(handler, request):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"data": [')
        handler.close_connection = True

    @staticmethod
    def chats(handler, request):
        handler.answer(200, b"<!doctype html><title>Welcome</title>", Content_Type="text/html")

    @staticmethod
    def differs(handler, request):
        handler.answer(200, {"result": "ok"})

    @staticmethod
    def floods(handler, request):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(4096):
                handler.wfile.write(b" " * 65_536)
        except OSError:
            handler.close_connection = True

    @staticmethod
    def redirects(handler, request):
        handler.answer(302, b"", Location=f"{handler.provider.url}/elsewhere")
