"""What happened to accounts, keys and rights, in a book to which lines are only added."""

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One line: who did what to whom or what, which fields, from where. Names of fields, never their values."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=64)
    target = models.CharField(max_length=120, blank=True)
    fields = models.JSONField(default=list)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit log"
        indexes = [models.Index(fields=["actor", "-at"])]

    def __str__(self):
        return f"{self.action} {self.target}".strip()
