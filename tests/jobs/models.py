from django.db import models

from jobs.models import Job


class Errand(Job):
    """A job for tests: what to do stands in `task`, how far it came in `progress`."""

    task = models.CharField(max_length=40, default="walk")
    progress = models.IntegerField(default=0)
