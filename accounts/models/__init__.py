from accounts.models.audit import AuditEntry
from accounts.models.people import PeopleManager, User

__all__ = ["AuditEntry", "PeopleManager", "User"]
