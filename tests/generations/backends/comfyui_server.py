"""A server on this machine that speaks ComfyUI's routes and socket, of today and of early days, on one port.

https://docs.comfy.org/development/comfyui-server/comms_overview and server.py, execution.py and main.py of ComfyUI
"""

import asyncio
import json
import threading
from dataclasses import dataclass, field
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

import uvicorn

from tests.generations.backends.comfyui_tales import Tales
from tests.generations.backends.pictures import IMAGE

STEPS = 4


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    query: dict
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Prompt:
    """One entry of the queue."""

    number: int
    id: str
    graph: dict
    client: str
    was_interrupted: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def entry(self):
        return [self.number, self.id, self.graph, {"client_id": self.client}, ["9"]]


class ComfyUIServer:
    """`is_old`: before prompts could be named, jobs cancelled and previews told apart. `trouble` is what goes wrong."""

    def __init__(self):
        self.is_old = self.is_endless = self.is_mute = self.has_no_socket = False
        self.is_terse = False  # tells how far it is in one way only
        self.late = 0  # seconds between the end and its place in the history
        self.trouble, self.key = "", None
        self.elsewhere, self.listeners = "", 0  # where its socket is said to be; who opened it
        self.checkpoints = ["m", "n"]
        self.cuts_first = 0  # images that break off before one comes
        self.pace = 0.05  # seconds a step
        self.image, self.previews = IMAGE, None
        self.asked, self.interrupts, self.cancelled = [], [], []
        self.pending, self.running, self.history, self.sockets = [], None, {}, {}
        self.changed = threading.Condition()
        self.tales = Tales(self)

    def __enter__(self):
        config = uvicorn.Config(self.app, port=0, log_level="critical", ws="websockets-sansio", lifespan="off", interface="asgi3")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            self.thread.join(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(20)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def requests(self, path):
        return [each for each in self.asked if each.path == path]

    def wait_until(self, is_so):
        with self.changed:
            assert self.changed.wait_for(is_so, 20)

    def tell_change(self):
        with self.changed:
            self.changed.notify_all()

    async def app(self, scope, receive, send):
        if scope["type"] == "websocket":
            return await self.socket(scope, receive, send)
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message["body"]
            if not message.get("more_body"):
                break
        query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        asked = Asked(scope["method"], scope["path"], query, headers, body)
        self.asked.append(asked)
        status, answer = await self.answer(asked)
        self.tell_change()
        await self.give(send, status, answer)

    async def give(self, send, status, answer):
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        is_cut = body == self.image and (self.trouble == "cuts" or len(self.requests("/view")) <= self.cuts_first)
        size = len(body) + (100 if is_cut else 0)
        headers = [(b"content-length", str(size).encode()), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": size > len(body)})

    async def answer(self, asked):
        if self.key and asked.headers.get("authorization") != f"Bearer {self.key}":
            return 401, {"error": f"Not with {asked.headers.get('authorization')}"}
        first, *rest = asked.path.strip("/").split("/")
        act = getattr(self, f"_{asked.method.lower()}_{first}", None)
        return await act(asked, *rest) if act else (404, b"404: Not Found")

    async def _get_object_info(self, asked, *_):
        names = {"input": {"required": {"ckpt_name": [self.checkpoints, {}]}}}
        return 200, {"CheckpointLoaderSimple": names}

    async def _post_prompt(self, asked):
        if answer := self.tales.refusal(asked):
            return answer
        name = str(uuid4()) if self.is_old else asked.json.get("prompt_id")
        if not self.is_old and str(UUID(name)) != name:
            return 400, {"error": {"type": "invalid_prompt_id", "message": "prompt_id must be a valid UUID"}, "node_errors": {}}
        prompt = Prompt(len(self.asked), name, asked.json["prompt"], asked.json["client_id"])
        await self.enqueue(prompt)
        return 200, {"prompt_id": name, "number": prompt.number, "node_errors": {}}

    async def _get_queue(self, asked):
        waiting = [prompt.entry for prompt in reversed(self.pending)]  # a heap, in no order to rely on
        return 200, {"queue_running": [self.running.entry] if self.running else [], "queue_pending": waiting}

    async def _post_queue(self, asked):
        self.pending = [prompt for prompt in self.pending if prompt.id not in asked.json["delete"]]
        return 200, b""

    async def _get_history(self, asked, name):
        return 200, {name: self.history[name]} if name in self.history else {}

    async def _get_view(self, asked):
        return (200, self.image) if asked.query.get("filename") == "ComfyUI_temp_00001_.png" else (404, b"")

    async def _post_interrupt(self, asked):
        named = asked.json.get("prompt_id") if asked.body and not self.is_old else None
        if self.running and named in (None, self.running.id):
            self.interrupts.append(self.running.id)
            self.running.was_interrupted.set()
        return 200, b""

    async def _post_api(self, asked, jobs, name, cancel):
        if self.is_old:
            return 405, b"405: Method Not Allowed"
        is_running = self.running is not None and self.running.id == name
        if is_running:
            self.running.was_interrupted.set()
        is_pending = any(prompt.id == name for prompt in self.pending)
        self.pending = [prompt for prompt in self.pending if prompt.id != name]
        if is_running or is_pending:
            self.cancelled.append(name)
        return 200, {"cancelled": is_running or is_pending}

    async def enqueue(self, prompt):
        self.pending.append(prompt)
        if not self.running:
            self._next()

    def occupy(self):
        """Somebody else's prompt runs until `interrupt` or `release`."""
        prompt = Prompt(0, "of somebody else", {}, "somebody else")
        self.running = prompt
        return prompt

    def line_up(self, *numbers):
        """Others wait at these places."""
        self.pending += [Prompt(number, f"of somebody else, {number}", {}, "somebody else") for number in numbers]

    def release(self):
        """It has ended."""
        self.server.servers[0].get_loop().call_soon_threadsafe(self._next)

    def _next(self):
        self.running = self.pending.pop(0) if self.pending else None
        if self.running:
            self.task = asyncio.create_task(self._run(self.running))
        self.tell_change()

    async def _run(self, prompt):
        await self.tales.tell(prompt)
        self._next()

    async def socket(self, scope, receive, send):
        await receive()
        if self.has_no_socket:
            return await send({"type": "websocket.close"})
        if self.elsewhere:
            headers = [(b"location", f"{self.elsewhere}/ws".encode())]
            await send({"type": "websocket.http.response.start", "status": 307, "headers": headers})
            return await send({"type": "websocket.http.response.body", "body": b""})
        self.listeners += 1
        client = dict(parse_qsl(scope["query_string"].decode()))["clientId"]
        await send({"type": "websocket.accept"})
        self.sockets[client] = outbox = asyncio.Queue()
        self.tell_change()
        writing = asyncio.create_task(self._write(outbox, send))
        while (message := await receive())["type"] == "websocket.receive":
            self.tales.hear(client, message)
        writing.cancel()
        self.sockets.pop(client, None)
        self.tell_change()

    async def _write(self, outbox, send):
        while True:
            data = await outbox.get()
            if data is None:
                return await send({"type": "websocket.close", "code": 1011})
            await send({"type": "websocket.send", **({"bytes": data} if isinstance(data, bytes) else {"text": json.dumps(data)})})
