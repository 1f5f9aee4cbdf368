"""The one seam of every paid call: admitted before, settled after, whatever way it ends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from usage import holding, prices, settling
from usage.holding import Declined
from usage.prices import BUILT_IN

__all__ = ["Ask", "Call", "Declined", "admit", "is_by_tokens", "place_of", "release", "settle"]

OF_JOB = ("key", "started_at", "first_at", "ended_at", "is_own_key", "code", "request_id")


@dataclass(frozen=True)
class Ask:
    """One call that somebody wants to make, with the most that it can take. `key` is that of the `Call` that will settle it."""

    key: str
    user_id: int
    provider: str
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    images: int = 0
    is_own_key: bool = False

    @classmethod
    def of(cls, job, **most):
        """What a job is about to call: it has `key`, `model` and `is_own_key`."""
        provider, model = place_of(job.model)
        return cls(key=job.key, provider=provider, model=model, is_own_key=job.is_own_key, **most)


@dataclass(frozen=True)
class Call:
    """One call of a model, as it ended. `key` names it for good: settled twice, it counts once.

    `request_id` is what the provider calls it, `first_at` when the first token or picture came.
    """

    key: str
    user_id: int | None
    provider: str
    model: str
    kind: str
    about: UUID | None
    tokens_in: int
    tokens_out: int
    is_estimated: bool
    started_at: datetime
    ended_at: datetime
    outcome: str
    code: str = ""
    images: int = 0
    is_own_key: bool = False
    first_at: datetime | None = None
    request_id: str = ""

    @classmethod
    def of(cls, job, **taken):
        """What a job called, now that it has ended: the same job that was asked for, with what became of it."""
        provider, model = place_of(job.model)
        itself = {name: getattr(job, name) for name in OF_JOB}
        return cls(provider=provider, model=model, outcome=job.state, **itself, **taken)


def place_of(model):
    """(the provider's slug, the model's name there) of `slug:model`; a model without a provider is built in."""
    slug, colon, name = model.partition(":")
    return (slug, name) if colon else (BUILT_IN, model)


def is_by_tokens(model):
    """Whether the price of a job's `model` now is one of tokens, so that somebody has to count them."""
    price = prices.of(*place_of(model))
    return price is not None and bool(price.input or price.output)


def admit(ask):
    """Hold what this call can cost at most. Raises Declined where credits or a budget do not allow it.

    Nothing is held for a built-in model, for a call that the person's own key pays, and where no price is known.
    """
    holding.hold(ask)


def settle(call):
    """Write down what a call took, charge it and release its hold. Returns the log, or None where it was settled before.

    Belongs into the transaction that ends what called: both are true or neither.
    """
    return settling.settle(call)


def release(key):
    """Give back what was held for a call that was never made, and will not be settled."""
    holding.release(key)
