"""Where a person is signed in: sessions as their owner sees them, and how they end."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.device import in_words
from accounts.models import KnownDevice
from realtime import viewers


def topic_of(user_id):
    """What says that a session of this person began or ended, or that a new device came in."""
    return f"user.{user_id}.sessions"


def alive(user):
    """This person's sessions that still open pages, last seen first; each has `.device`, in words. Three queries."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    living = viewers.of(row.session_key for row in rows)
    found = [row for row in rows if living.get(row.session_key) == user]
    for row in found:
        row.device = in_words(row.user_agent)
    return found


@transaction.atomic
def end(session):
    """End one: its row goes, and with it its sockets; the browser counts as unknown from now on."""
    KnownDevice.objects.filter(user_id=session.user_id, pk=session.data.get("device")).forget()
    session.end()


@transaction.atomic
def end_others(user, keep):
    """End all of this person's sessions but the one with the key `keep`. Returns how many there were."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for session in others:
        end(session)
    return len(others)
