from accounts.models.audit import AuditEntry
from accounts.models.devices import KnownDevice
from accounts.models.people import PeopleManager, User

__all__ = ["AuditEntry", "KnownDevice", "PeopleManager", "User"]
