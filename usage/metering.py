"""The one seam of every paid call: admitted before, settled after, whatever way it ends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from usage.models import UsageLog


class Declined(Exception):
    """This call may not be made. The text says why, and what to do."""


@dataclass(frozen=True)
class Call:
    """One call of a model, as it ended. `key` names it for good: settled twice, it counts once."""

    key: str
    user_id: int
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


def admit(user, model, key):
    """Ask leave to make the call that will be settled under this key. Raises Declined; so far nothing is."""


def settle(call):
    """Write down what a call took. Belongs into the transaction that ends what called: both are true or neither."""
    UsageLog.objects.bulk_create([UsageLog(**vars(call))], ignore_conflicts=True)
