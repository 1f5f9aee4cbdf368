"""Which runners are alive: each says so every few seconds, in silence."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

LEASE = timedelta(seconds=10)
FORGOTTEN = timedelta(hours=1)


class WorkerQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(seen_at__gte=Now() - LEASE)

    def beat(self, name, room, running):
        """The runner `name` is alive and does `running` jobs of at most `room`."""
        if not self.filter(name=name).update(room=room, running=running, seen_at=Now()):
            self.filter(seen_at__lt=Now() - FORGOTTEN).delete()
            self.bulk_create([Worker(name=name, room=room, running=running, seen_at=Now())], ignore_conflicts=True)

    def leave(self, name):
        self.filter(name=name).delete()


class Worker(models.Model):
    """A runner, in a worker process or in a web process. Its row goes when it stops, or says that it died."""

    name = models.CharField(max_length=64, primary_key=True)
    room = models.PositiveIntegerField()
    running = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self):
        return self.name
