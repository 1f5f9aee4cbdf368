"""How models are asked: each backend is an async generator function `stream(question, credential)` of pieces.

`register("openai", stream)` says which kind of provider it speaks to. A backend raises `Refused` in words for a person and
lets `asyncio.CancelledError` through, closing its connection. Nothing else leaves it: what the SDKs raise may hold the key.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """What a model is asked. `turns` are ("user" | "assistant", text) pairs, oldest first, the last one to be answered.

    `prefix` is what it has said already, where it is to go on. `address` is the provider's base URL, `provider` its name.
    """

    model: str
    turns: list[tuple[str, str]]
    system: str = ""
    temperature: float = 0.7
    max_tokens: int = 4096
    prefix: str = ""
    address: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that a model said: a part of its text or of its reasoning; at the end the tokens and why it ended.

    `ended` is "stop", "length" or "filter"; `request_id` what the provider calls this call.
    """

    text: str = ""
    reasoning: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    ended: str = ""
    request_id: str = ""


class Refused(Exception):
    """The provider did not answer, or broke off. The text says what happened and what to do.

    `code` is one of: key, credit (at the provider), balance and budget (here), model, limit, unavailable, timeout, broken, malformed,
    too_long, refused, none. `retry_after` in seconds.
    """

    def __init__(self, words, code="refused", retry_after=None):
        super().__init__(words)
        self.code, self.retry_after = code, retry_after


GO_ON = (
    "Your last reply broke off. Go on with it exactly where it stopped, in the middle of a word if need be. "
    "Repeat nothing, and do not say that you go on."
)


def turns_of(question):
    """The turns as messages of `{"role", "content"}`, with what was said already where it is to go on."""
    rest = [("assistant", question.prefix), ("user", GO_ON)] if question.prefix.strip() else []
    return [{"role": role, "content": text} for role, text in [*question.turns, *rest]]


@dataclass
class Register:
    """Which backend speaks to which kind of provider."""

    streams: dict[str, Callable[..., AsyncIterator[Piece]]] = field(default_factory=dict)
    sdks: dict[str, str] = field(default_factory=dict)


_register = Register()


def register(kind, stream, sdk=""):
    """`stream` speaks to this kind of provider, by means of the package `sdk`."""
    _register.streams[kind] = stream
    _register.sdks[kind] = sdk


def sdks_for(kinds):
    """The packages that asking these kinds of providers takes."""
    return sorted({_register.sdks.get(kind) for kind in kinds} - {None, ""})


def stream_for(kind):
    """The backend of a kind; raises KeyError."""
    return _register.streams[kind]
