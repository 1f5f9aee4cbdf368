"""A tab that reads a conversation over the wire, by the rules of the protocol and without a browser."""

import json
import re
import threading
from uuid import uuid4

from django.conf import settings
from websockets.exceptions import ConnectionClosed

from realtime import versions
from tests.realtime.wire import Wire, get

WORD = re.compile(r"\bw\d+\b")


class Reader:
    """Shows one reply. `words` is what its page shows now; `shown` every state of it that anybody saw."""

    def __init__(self, url, user, conversation):
        self.url, self.user, self.conversation = url, user, conversation
        self.message = self.checkpoint = None
        self.html, self.text, self.shown, self.page = "", "", [], ""
        self.connect()

    def connect(self):
        self.wire = Wire(self.url, self.user)
        self.session = self.wire.session
        self.wire.hello(versions.of([self.conversation.topic]))
        if self.message:
            self.fetch()
        self.thread = threading.Thread(target=self._listen, args=(self.wire,), daemon=True)
        self.thread.start()

    def cut(self):
        """The connection breaks, without a goodbye."""
        self.wire.cut()
        self.thread.join(10)

    @property
    def words(self):
        return WORD.findall(f"{self.html} {self.text}")

    def ask(self, text):
        """Post a question as a page's script does. Returns the status."""
        return self._post("new/", text=text, key=str(uuid4()))

    def go_on(self):
        """Press Continue, which the reply has to offer. Returns the status."""
        assert 'data-action="continue"' in self.page
        return self._post(f"{self.message}/continue/")

    def _post(self, path, **fields):
        path = f"{self.url}/chat/{self.conversation.pk}/messages/{path}"
        headers = {"Content-Type": "application/json", "X-CSRFToken": "a" * 32}
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"
        data = json.dumps(fields).encode()
        return get(path, headers={**headers, "Cookie": cookies}, data=data)[0]

    def fetch(self):
        """The reply as it is rendered now; what a reload shows."""
        status, html = get(f"{self.url}/chat/{self.conversation.pk}/messages/{self.message}/", self.session)
        assert status == 200
        self.page = html
        number = re.search(r'data-checkpoint="(\d+)"', html)
        self.checkpoint = int(number[1]) if number else None
        self._show(re.search(r'<div class="message-text.*?</div>\n', html, re.S)[0], "")
        return self.words

    def _listen(self, wire):
        try:
            while True:
                message = json.loads(wire.socket.recv())
                if message["type"] == "stream":
                    self._apply(message)
                elif message["type"] in ("frame", "stale"):
                    self._take_frame(message)
        except (ConnectionClosed, OSError):
            pass

    def _take_frame(self, message):
        for patch in message.get("patches") or []:
            if patch.get("op") == "upsert" and 'class="message message-assistant"' in patch["html"]:
                self.message = patch["id"].removeprefix("message-")
                self.fetch()
        if message["type"] == "stale" and self.message:
            self.fetch()

    def _apply(self, message):
        if message["message"] != self.message or self.checkpoint is None or message["from"] < self.checkpoint:
            return
        if message["from"] > self.checkpoint:
            self.fetch()
            return
        html, text = self.html, self.text
        for patch in message["patches"]:
            html, text = patch.get("html", html), text if "html" not in patch else ""
            if "text" in patch:
                text = text[: patch["from"]] + patch["text"]
        self.checkpoint = message["to"]
        self._show(html, text)

    def _show(self, html, text):
        self.html, self.text = re.sub(r"(</p>|</div>|\s)+\Z", "", html), text
        self.shown.append(WORD.findall(self.html + self.text))
