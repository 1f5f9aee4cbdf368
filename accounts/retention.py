"""How long what belongs to accounts is kept."""

from django.contrib.sessions.models import Session

from accounts.models import AuditEntry, KnownDevice
from jobs.retention import prunes


@prunes("expired sessions", days=0)
def expired_sessions(moment):
    return Session.objects.filter(expire_date__lt=moment)


@prunes("devices that nobody signed in from", days=365)
def devices(moment):
    """The cookie by which a browser is recognised lasts as long."""
    return KnownDevice.objects.filter(last_sign_in__lt=moment)


@prunes("audit log", days=365)
def audit_log(moment):
    return AuditEntry.objects.filter(at__lt=moment)
