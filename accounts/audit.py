"""Writing the audit log: `record(request, "key.saved", target="provider openai", fields=["key"])`.

Call it inside the transaction of what it tells of. Then neither is there without the other: an act whose line cannot be
written does not happen, and a line is never left of an act that was rolled back. What failed (a refused sign-in) has a
transaction of its own.
"""

import logging
import re

from allauth.account.adapter import get_adapter
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from accounts.device import device_of
from accounts.models import AuditEntry

PERSON = re.compile(r"person (\d+)")
logger = logging.getLogger("audit")


@transaction.atomic
def record(request, action, target="", fields=(), actor=None, subject=None):
    """Add one line to the audit log. `request` may be None: then it happened on the command line.

    `action` is "noun.verb" in the past tense, and has its words in `audit_words`. `target` is text, or a row: it is then
    named by its kind and number. `fields` are names of fields; values have no place here. `actor` is the person, where
    it is not the one who is signed in. `subject` is the person whose account it is about: else the target, the target's
    person, or the actor.
    """
    actor = actor or _signed_in(request)
    subject = subject or _person_of(target) or (actor and actor.pk)
    entry = AuditEntry.objects.create(
        actor=actor,
        subject=getattr(subject, "pk", subject),
        action=action,
        target=_named(target)[:120],
        fields=sorted(fields),
        address=_address_of(request),
        device=device_of(request) if request else "the command line",
    )
    transaction.on_commit(lambda: logger.info("%s", _line(entry)), robust=True)
    return entry


def _named(target):
    if isinstance(target, Model):
        return f"{target._meta.verbose_name} {target.pk}"
    return str(target)


def _person_of(target):
    """The number of the person whom a row is, or to whom it belongs; also where the target is in words, "person 7"."""
    if isinstance(target, get_user_model()):
        return target.pk
    if isinstance(target, str):
        number = PERSON.fullmatch(target)
        return number and int(number[1])
    return getattr(target, "user_id", None)


def _line(entry):
    """For those who keep logs where this site cannot reach them. People are numbers in it."""
    actor = f"person {entry.actor_id}" if entry.actor_id else "nobody"
    return f"{entry.action} by {actor}: {entry.target} {', '.join(entry.fields)}".rstrip(" :")


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
