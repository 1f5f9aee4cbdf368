"""The conversing side of the provider on this machine: server-sent events, well or in every way that goes wrong.

https://platform.openai.com/docs/api-reference/chat-streaming/streaming and
https://platform.claude.com/docs/en/build-with-claude/streaming
"""

import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Chat:
    """What it says to whoever asks. `trouble` is a method of `ChatTrouble` that happens after `after` words."""

    says: list = field(default_factory=lambda: ["Hello", " from", " the", " provider."])
    thinks: list = field(default_factory=list)
    pace: float = 0.0  # seconds between two words
    trouble: str = ""
    after: int = 0
    words: str = ""  # what an error says, where it is not what it always says
    usage: tuple | None = (12, 34)  # tokens in and out
    finish: str = "stop"
    refuses: dict = field(default_factory=dict)  # {name of a parameter: its value that is not taken}
    most_turns: int | None = None  # more are too long
    headers: dict = field(default_factory=dict)  # of an answer that is none
    gone: threading.Event = field(default_factory=threading.Event)  # a caller hung up in the middle
    begun: threading.Event = field(default_factory=threading.Event)  # it began, and says nothing
    said: list = field(default_factory=list)  # when each word went out

    def answer(self, handler, request):
        """One call, from its headers to its end."""
        self.wanted = json.loads(request.body)
        for name in self.refuses.keys() & self.wanted.keys():
            error = {"message": f"Unsupported: '{name}'", "param": name, "code": "unsupported_parameter"}
            return handler.answer(400, {"error": error})
        if self.most_turns and len(self.wanted["messages"]) > self.most_turns:
            return ChatTrouble.is_full(Stream(handler, request), self)
        if self.trouble and not self.after:
            return getattr(ChatTrouble, self.trouble)(Stream(handler, request), self)
        stream = Stream(handler, request)
        with suppress(OSError):  # the caller has gone
            return self.speak(stream)
        self.gone.set()

    def speak(self, stream):
        stream.begin()
        for thought in self.thinks:
            stream.think(thought)
        for number, word in enumerate(self.says, 1):
            stream.say(word)
            self.said.append(time.monotonic())
            if self.trouble and number == self.after:
                return getattr(ChatTrouble, self.trouble)(stream, self)
            if self.pace and stream.handler.provider.let_go.wait(self.pace):
                return None
        stream.finish(self)


class Stream:
    """Events in the protocol that was asked in."""

    def __init__(self, handler, request):
        self.handler, self.request, self.has_begun = handler, request, False
        self.is_anthropic = request.path.endswith("/messages")

    def begin(self):
        if not self.has_begun:
            self.has_begun = True
            self.handler.send_response(200)
            self.handler.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.handler.send_header("Transfer-Encoding", "chunked")
            self.handler.send_header("Request-Id" if self.is_anthropic else "X-Request-Id", "req-1")
            self.handler.end_headers()
            if self.is_anthropic:
                self.event({"type": "message_start", "message": {"usage": {"input_tokens": 12, "output_tokens": 1}}})
            else:
                self.event(self.chunk({"role": "assistant", "content": ""}))

    def say(self, word):
        self._delta({"type": "text_delta", "text": word} if self.is_anthropic else {"content": word})

    def think(self, word):
        self._delta({"type": "thinking_delta", "thinking": word} if self.is_anthropic else {"reasoning_content": word})

    def _delta(self, delta):
        self.event({"type": "content_block_delta", "index": 0, "delta": delta} if self.is_anthropic else self.chunk(delta))

    def finish(self, chat):
        if self.is_anthropic:
            ended = {"stop": "end_turn", "length": "max_tokens"}[chat.finish]
            self.event({"type": "message_delta", "delta": {"stop_reason": ended}, "usage": {"output_tokens": 34}})
            self.event({"type": "message_stop"})
        else:
            self.event(self.chunk({}, finish_reason=chat.finish))
            if chat.usage:
                counts = dict(zip(("prompt_tokens", "completion_tokens"), chat.usage, strict=True))
                self.event({**self.chunk({}), "choices": [], "usage": counts})
            self.raw(b"data: [DONE]\n\n")
        self.end()

    def chunk(self, delta, finish_reason=None):
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}

    def event(self, data):
        name = f"event: {data['type']}\n" if self.is_anthropic else ""
        self.raw(f"{name}data: {json.dumps(data)}\n\n".encode())

    def raw(self, data):
        self.handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def end(self):
        self.handler.wfile.write(b"0\r\n\r\n")


class ChatTrouble:
    """What may go wrong, before the first word or after some."""

    @staticmethod
    def refuses(stream, chat):
        message = f"Incorrect API key provided: {stream.request.key}."
        stream.handler.answer(401, {"error": {"message": message, "code": "invalid_api_key"}})

    @staticmethod
    def forbids(stream, chat):
        stream.handler.answer(403, {"error": {"message": f"Not with {stream.request.key} from here."}})

    @staticmethod
    def misses(stream, chat):
        stream.handler.answer(404, {"error": {"message": "The model `m` does not exist", "code": "model_not_found"}})

    @staticmethod
    def hurries(stream, chat):
        stream.handler.answer(429, {"error": {"message": "Slow down."}}, **chat.headers)

    @staticmethod
    def charges(stream, chat):
        error = {"message": "You exceeded your current quota.", "code": "insufficient_quota"}
        stream.handler.answer(429, {"error": error})

    @staticmethod
    def breaks(stream, chat):
        stream.handler.answer(503, f"<pre>Traceback: key={stream.request.key}</pre>".encode(), Content_Type="text/html")

    @staticmethod
    def redirects(stream, chat):
        stream.handler.answer(307, b"", Location=f"{stream.handler.provider.url}/elsewhere")

    @staticmethod
    def is_full(stream, chat):
        error = {"message": "This model's maximum context length is 8192 tokens.", "code": "context_length_exceeded"}
        stream.handler.answer(400, {"error": error})

    @staticmethod
    def hangs(stream, chat):
        stream.handler.provider.let_go.wait(60)
        stream.handler.close_connection = True

    @staticmethod
    def waits(stream, chat):
        """It begins, and says nothing until the caller leaves."""
        stream.begin()
        chat.begun.set()
        stream.handler.connection.settimeout(30)
        with suppress(OSError):
            stream.handler.connection.recv(1)
        stream.handler.close_connection = True

    @staticmethod
    def pings(stream, chat):
        """It says that it is there, again and again, and nothing else. https://platform.claude.com/docs/en/build-with-claude/streaming#ping-events"""
        stream.begin()
        with suppress(OSError):  # the caller has gone
            while not stream.handler.provider.let_go.wait(0.05):
                stream.event({"type": "ping"} if stream.is_anthropic else stream.chunk({}))
        stream.handler.close_connection = True

    @staticmethod
    def cuts(stream, chat):
        """The connection breaks without the end of the body."""
        stream.begin()
        stream.handler.close_connection = True

    @staticmethod
    def garbles(stream, chat):
        stream.begin()
        stream.raw(b'data: {"choices": [{"delta": {"content": \n\n')
        stream.end()

    @staticmethod
    def stops_short(stream, chat):
        """The body ends as it should, but nothing said that the answer does."""
        stream.begin()
        stream.end()

    @staticmethod
    def says_nothing(stream, chat):
        stream.begin()
        stream.finish(chat)

    @staticmethod
    def stumbles(stream, chat):
        stream.begin()
        error = {"type": "overloaded_error", "message": chat.words or f"Overloaded, {stream.request.key}"}
        stream.event({"type": "error", "error": error} if stream.is_anthropic else {"error": error})
        stream.end()

    @staticmethod
    def chats(stream, chat):
        stream.handler.answer(200, b"<!doctype html><title>Welcome</title>", Content_Type="text/html")
