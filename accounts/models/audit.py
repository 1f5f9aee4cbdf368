"""What happened to accounts, keys and rights, in a book to which lines are only added."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Replace

from accounts.audit_words import words_for


class AppendOnly(Exception):
    """The audit log was about to be rewritten."""


class AuditQuerySet(models.QuerySet):
    def concerning(self, person):
        """Lines about this person's account, and what this person did."""
        return self.filter(Q(subject=person.pk) | Q(actor=person))

    def update(self, **changes):
        raise AppendOnly("Lines of the audit log are not changed.")

    def delete(self):
        raise AppendOnly("Lines of the audit log are not deleted; `manage.py prune` takes out the oldest.")

    delete.queryset_only = True

    def forget(self, person):
        """Leave what was done, and take out who: the person's number stands for them, which nothing else knows any more."""
        own = self.filter(actor=person)
        super(AuditQuerySet, self.filter(Q(actor=person) | Q(subject=person.pk, actor=None))).update(address=None, device="")
        super(AuditQuerySet, own).update(actor=None)
        for name in (person.email, person.username):
            named = self.filter(subject=person.pk, target__contains=name)
            super(AuditQuerySet, named).update(target=Replace("target", Value(name), Value(f"person {person.pk}")))


class AuditEntry(models.Model):
    """One line: who did what to whom or what, which fields, from where. Names of fields, never their values."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Whose account it is about. A number and no foreign key: the line outlives the person, and the number alone says nothing.
    subject = models.BigIntegerField(null=True)
    action = models.CharField(max_length=64)
    target = models.CharField(max_length=120, blank=True)
    fields = models.JSONField(default=list)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=80, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "audit log entry"
        verbose_name_plural = "audit log entries"
        indexes = [models.Index(fields=["actor", "-at"]), models.Index(fields=["subject", "-at"])]

    def __str__(self):
        return f"{self.action} {self.target}".strip()

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly("A line of the audit log is not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("A line of the audit log is not deleted.")

    @property
    def words(self):
        return words_for(self.action)

    @property
    def topic(self):
        return self.topic_of(self.subject)

    @staticmethod
    def topic_of(user_id):
        return f"user.{user_id}.activity"

    @property
    def sort_key(self):
        """Newest first, where lists sort by code point."""
        return f"{10**12 - self.pk:013}"

    @property
    def is_by_another(self):
        """Somebody else did it to this person's account, which then is no business of that person's address and device."""
        return self.actor_id is not None and self.actor_id != self.subject
