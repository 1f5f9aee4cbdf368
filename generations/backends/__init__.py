"""How images are asked for: each backend is an async generator function `generate(wish, credential)` of events.

`register("comfyui", generate)` says which kind of provider it speaks to. The first `Queued` or `Progress` says that the backend
has taken the wish; the last event of one that succeeds is `Done`. A backend raises `Refused` in words for a person. Cancelling is
closing the generator (or cancelling the task that reads it): it then tells the other side to stop and lets `asyncio.CancelledError`
through. Nothing else leaves it: what libraries raise may hold the key.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wish:
    """One image that somebody wants. `width` and `height` in pixels; `seed` below 2**32.

    `variation` is 0 for the image itself, else the seed of a small change: the same prompt and seed, nearby. `address` is the
    provider's base URL, `provider` its name, `model` its own name for the model (empty: whatever is loaded there). `key`
    names the wish for the other side.
    """

    prompt: str
    width: int
    height: int
    seed: int
    negative_prompt: str = ""
    variation: int = 0
    model: str = ""
    address: str = ""
    provider: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Queued:
    """It waits there: how many are in front of it, and for about how many seconds, where that is known."""

    position: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """It is being made: how much of it, from 0 to 1, and an encoded picture of how it looks so far, where there is one.

    `request_id` is what the provider calls this call, where it says so: with the first of them, so that one that is cut has it.
    """

    fraction: float | None = None
    preview: bytes | None = field(default=None, repr=False)
    seconds: float | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The finished image, encoded as the backend gave it and not looked at yet.

    `seed` is the one it really took, where it says so; `note` words for the person (a prompt that was rewritten); `scene` what
    it understood, as short words. Tokens as the provider counted them.
    """

    image: bytes = field(repr=False)
    seed: int | None = None
    note: str = ""
    scene: tuple[str, ...] = ()
    tokens_in: int | None = None
    tokens_out: int | None = None


class Refused(Exception):
    """The backend did not make it, or broke off. The text says what happened and what to do.

    `code` is one of: key, credit (at the provider), balance and budget (here), model, limit, unavailable, timeout, broken, malformed,
    refused, unsafe. `retry_after` in seconds. `may_cost` says whether the provider may have charged for it: whatever it refused before it
    began is free.
    """

    def __init__(self, words, code="refused", retry_after=None, may_cost=False):
        super().__init__(words)
        self.code, self.retry_after, self.may_cost = code, retry_after, may_cost


@dataclass
class Register:
    """Which backend speaks to which kind of provider."""

    backends: dict[str, Callable[..., AsyncIterator]] = field(default_factory=dict)


_register = Register()


def register(kind, generate):
    _register.backends[kind] = generate


def backend_for(kind):
    """The backend of a kind; raises KeyError."""
    return _register.backends[kind]
