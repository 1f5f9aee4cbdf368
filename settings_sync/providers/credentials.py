"""Which key a person's call to a provider goes out with, and when it may not go out at all."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from accounts.sealing import Unsealable
from realtime.db.prepared import Prepared, Slot
from settings_sync.models import ProviderKey

MOVED = "The address of this provider changed. Enter your key again."
MOVED_SHARED = "The address of this provider changed. The operator has to enter the shared key again, or you your own."
CLOSED = "Your key cannot be opened any more. Enter it again."
CLOSED_SHARED = "The shared key cannot be opened any more. The operator has to enter it again, or you your own."
MISSING = "Enter your key to use it."


_field = ProviderKey._meta.get_field
_keys = Prepared(
    lambda: ProviderKey.objects.filter(
        Q(user=Slot("user", _field("user"))) | Q(user=None), provider=Slot("provider", _field("provider"))
    )
)


class NoCredential(Exception):
    """There is nothing to ask with. The text says what to do."""


@dataclass(frozen=True)
class Credential:
    """The key of one call; an empty one where the provider wants none."""

    text: str = field(repr=False)
    is_own: bool = False


@sensitive_variables()
def credential_for(user, provider):
    """The person's own key, else the shared one, else none where none is needed. Raises NoCredential.

    An own key that does not open is not replaced by the shared one: somebody else would pay for it unasked.
    """
    keys = {key.user_id: key for key in _keys(user=user.pk, provider=provider.pk)}
    own, shared = keys.get(user.pk), keys.get(None)
    if own:
        return Credential(_opened(own, provider, MOVED, CLOSED), is_own=True)
    if provider.environment_key:
        return Credential(provider.environment_key)
    if shared:
        return Credential(_opened(shared, provider, MOVED_SHARED, CLOSED_SHARED))
    if provider.protocol.needs_key:
        raise NoCredential(MISSING)
    return Credential("")


@sensitive_variables()
def _opened(key, provider, moved, closed):
    if key.has_moved(provider):
        raise NoCredential(moved)
    try:
        return key.open(provider)
    except Unsealable:
        raise NoCredential(closed) from None
