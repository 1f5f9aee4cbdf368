"""The one seam of every paid call: admitted before, settled after, whatever way it ends."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Admission:
    """Leave to make one call."""

    user: Any
    model: str


def admit(user, model):
    """Leave to call this model."""
    return Admission(user, model)


def settle(admission, tokens_in, tokens_out):
    """Say what the call took; None where the provider did not say."""
