"""A row that is a job: what to do, who does it now, and how it ended."""

from contextlib import contextmanager
from copy import copy
from functools import cache, partial

from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jobs import claiming, handing, wake
from jobs.workers import LEASE, Worker

__all__ = ["LEASE", "Job", "LostLease", "Worker"]

TAKEN = ("state", "worker", "started_at", "lease_until")


class LostLease(Exception):
    """The row has passed to another worker, was ended, or is gone: nothing may be written to it any more."""


class JobQuerySet(models.QuerySet):
    def queued(self):
        return self.filter(state=Job.State.QUEUED)

    def running(self):
        return self.filter(state=Job.State.RUNNING)

    def unfinished(self):
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def claim(self, worker, most):
        """Take up to `most` queued rows for this worker, in silence and oldest first; what another one is just taking is skipped."""
        return claiming.claim(self, worker, most)

    def prolong(self, worker, pks):
        """The worker's sign of life, in silence. Returns {pk: whether somebody asked to cancel} of what it still holds."""
        held = self.running().filter(worker=worker, pk__in=pks)
        held.update(lease_until=Now() + LEASE)
        return dict(held.values_list("pk", "cancel_asked"))

    def interrupt_expired(self):
        """End what a worker left behind when it died. The database's clock decides, not this machine's."""
        expired = self.running().filter(lease_until__lt=Now())
        return [row for row in list(expired) if row.interrupt_if(expired)]


class Job(models.Model):
    """Base of everything that outlives a request.

    The fence counts the workers that held the row; `held` and `checkpoint` check it on every write, so a worker that was
    thought dead and comes back can write nothing.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"
        INTERRUPTED = "interrupted"

    state = models.CharField(max_length=12, choices=State, default=State.QUEUED, editable=False)
    fence = models.PositiveIntegerField(default=0, editable=False)
    worker = models.CharField(max_length=64, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    cancel_asked = models.BooleanField(default=False, editable=False)
    error = models.TextField(blank=True, editable=False)
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = JobQuerySet.as_manager()

    may_skip_queue = False  # True where nobody's turn has to be kept: a runner of the process that makes a row begins it at once

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["state", "queued_at"], name="%(app_label)s_%(class)s_queue")]

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs):
        """The row and what its receivers announce are one transaction; a new one is begun, or wakes the workers, once it is there."""
        if self._state.adding and self.state == self.State.QUEUED:
            runner = handing.runner_for(type(self)) if self.may_skip_queue else None
            if runner:
                self.taken_by(runner.name)
            super().save(*args, **kwargs)
            transaction.on_commit(self._begun_by(runner))
        else:
            super().save(*args, **kwargs)

    def _begun_by(self, runner):
        """What begins it after the commit: this runner, or whoever is free. Pages are told first of what has to wait its turn."""
        if runner:
            return wake.Hook(runner.hand, copy(self))
        return (wake.Hook if self.may_skip_queue else partial)(wake.workers, self._meta.label)

    @property
    def is_unfinished(self):
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    def locked(self):
        """The row as it is now, locked; None where it is gone. An app whose jobs lock other rows too locks those first here."""
        return type(self).objects.select_for_update().filter(pk=self.pk).first()

    def taken_by(self, worker):
        """What claiming does to a row, not saved yet."""
        self.state, self.worker, self.fence = self.State.RUNNING, worker, self.fence + 1
        self.started_at, self.lease_until = timezone.now(), Now() + LEASE

    def begin(self, worker):
        """Claim this row for all to see. The caller holds its lock."""
        self.taken_by(worker)
        self.save(update_fields=[*TAKEN, "fence"])

    def conclude(self, state, error=""):
        """What ending does to a row that the caller has locked and saves. Apps add here what the end settles."""
        self.state, self.error, self.ended_at, self.lease_until = state, error, timezone.now(), None

    @transaction.atomic
    def interrupt_if(self, expired):
        """End this job where it is among the expired ones still, now that it is locked. Returns whether it was."""
        row = self.locked()
        if row is None or not expired.filter(pk=self.pk).exists():
            return False
        row.conclude(self.State.INTERRUPTED)
        row.save()
        return True

    @contextmanager
    def held(self):
        """The row as it is now, locked; what the block changes is saved. Raises LostLease."""
        with transaction.atomic():
            row = self.locked()
            if row is None or row.fence != self.fence or row.state != self.State.RUNNING:
                raise LostLease(self.pk)
            yield row
            row.save()

    def finish(self, state, error=""):
        """End this job as the worker that holds it. Raises LostLease."""
        with self.held() as row:
            row.conclude(state, error)

    def checkpoint(self, **fields):
        """Write fields in silence, without signal or frame. Raises LostLease."""
        model = type(self)
        values = [model._meta.get_field(name).get_db_prep_save(value, connection) for name, value in fields.items()]
        key = model._meta.pk.get_db_prep_value(self.pk, connection)
        with connection.cursor() as cursor:
            cursor.execute(_checkpoint(model, tuple(fields)), [*values, key, self.fence])
            if not cursor.rowcount:
                raise LostLease(self.pk)

    @transaction.atomic
    def end_before_it_goes(self):
        """The row is about to be deleted: what its end settles is settled, by its last checkpoint. Its worker loses the lease."""
        row = self.locked()
        if row and row.is_unfinished:
            row.conclude(self.State.CANCELLED)
            row.save()

    @transaction.atomic
    def cancel(self):
        """Ask to end this job: at once where nobody has begun it, else by the worker that holds it.

        Returns the row, or None where it is gone.
        """
        row = self.locked()
        if row is None:
            return None
        if row.state == self.State.QUEUED:
            row.conclude(self.State.CANCELLED)
            row.save()
        elif row.state == self.State.RUNNING and not row.cancel_asked:
            row.cancel_asked = True
            row.save()
            transaction.on_commit(wake.Hook(wake.workers, cancelled=True))
        return row


@cache
def _checkpoint(model, names):
    """The statement, made once: the ORM takes four times as long to make it as a database to execute it."""
    columns = ", ".join(f"{model._meta.get_field(name).column} = %s" for name in names)
    table, running = model._meta.db_table, Job.State.RUNNING
    return f"UPDATE {table} SET {columns} WHERE id = %s AND fence = %s AND state = '{running}'"  # noqa: S608 – our own names
