"""Writing the audit log: `record(request, "key.saved", target="provider openai", fields=["key"])`."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied

from accounts.device import device_of
from accounts.models import AuditEntry


def record(request, action, target="", fields=(), actor=None):
    """Add one line to the audit log. `request` may be None: then it happened on the command line.

    `action` is "noun.verb" in the past tense. `fields` are names of fields; values have no place here. `actor` is the
    person, where it is not the one who is signed in.
    """
    AuditEntry.objects.create(
        actor=actor or _signed_in(request),
        action=action,
        target=str(target)[:120],
        fields=sorted(fields),
        address=_address_of(request),
        device=device_of(request) if request else "the command line",
    )


def _signed_in(request):
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _address_of(request):
    if request is None:
        return None
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
