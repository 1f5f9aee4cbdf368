import uuid

from django.db import models


class TopicVersion(models.Model):
    """How often a topic has changed. Raised by our database backend as the last thing before COMMIT."""

    topic = models.CharField(max_length=100, primary_key=True)
    version = models.BigIntegerField()

    def __str__(self):
        return f"{self.topic} at {self.version}"


class Epoch(models.Model):
    """One random id for the database's life. Another epoch means that versions may have gone back."""

    value = models.CharField(max_length=32)

    def __str__(self):
        return self.value

    @classmethod
    def current(cls):
        row, _ = cls.objects.get_or_create(pk=1, defaults={"value": uuid.uuid4().hex})
        return row.value

    @classmethod
    def renew(cls):
        """Begin another life: every open page loads itself again."""
        cls.objects.update_or_create(pk=1, defaults={"value": uuid.uuid4().hex})
        return cls.current()


class Probe(models.Model):
    """A row that check_realtime writes to see it arrive."""

    note = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.note
