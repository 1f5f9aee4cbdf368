from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.timezone import now

from realtime.texts import storable
from settings_sync import preferences
from settings_sync.models.history import PreferenceChange


class PreferenceQuerySet(models.QuerySet):
    @transaction.atomic
    def save_changes(self, user, mutation_id, changes, device):
        """Apply what one save carries, key by key; a repeated mutation gets the answer it had before.

        `changes` is {key: {"value", "base_version"}}, where the base is the version that the writer saw when the edit
        began. Returns {key: {"status": "applied"|"accepted"|"conflict"|"invalid", "value", "version", "device", "at"}},
        with "message" where it is invalid.
        """
        lock(user.pk)
        mutation = Mutation.objects.filter(user=user, mutation_id=mutation_id).first()
        if mutation is None:
            current = self.of(user, list(changes))
            results = {key: current[key].change(**change, device=device) for key, change in changes.items()}
            mutation = Mutation.objects.create(user=user, mutation_id=mutation_id, result=results)
        return mutation.result

    def of(self, user, keys=None):
        """Every preference of this person by key; what was never set is there with its default at version 0."""
        keys = list(preferences.declared) if keys is None else keys
        stored = {preference.key: preference for preference in self.filter(user=user, key__in=keys)}
        return {key: stored.get(key) or Preference.unset(user, key) for key in keys}

    def update(self, **changes):
        """A bulk write is a new version too, or pages would take it for old. It sends no signal: publish afterwards."""
        return super().update(**{"version": F("version") + 1, "at": now(), **changes})

    def delete(self):
        """Reset to the default, see `Preference.delete`."""
        for preference in self:
            preference.delete()
        return 0, {}

    delete.queryset_only = True


class Preference(models.Model):
    """What one person set one preference to. The version grows with every save, whoever saves."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    key = models.CharField(max_length=64)
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1, editable=False)
    device = models.CharField(max_length=80, blank=True, editable=False)
    at = models.DateTimeField(null=True, editable=False)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        ordering = ["user", "key"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_preference_per_user_and_key")]

    def __str__(self):
        declared = preferences.declared.get(self.key)
        return declared.label if declared else self.key

    @classmethod
    def unset(cls, user, key):
        return cls(user=user, key=key, value=preferences.default_of(key), version=0)

    @staticmethod
    def topic_of(user_id):
        return f"user.{user_id}.preferences"

    @property
    def topic(self):
        return self.topic_of(self.user_id)

    def as_json(self):
        at = self.at and self.at.isoformat()
        return {"value": self.value, "version": self.version, "device": self.device, "at": at}

    def change(self, value, base_version, device):
        """Compare and set. The caller holds the lock of the person's row."""
        try:
            value = preferences.clean(self.key, value)
        except ValidationError as error:
            return {"status": "invalid", **self.as_json(), "message": storable(" ".join(error.messages))}
        if value == self.value:
            return {"status": "accepted", **self.as_json()}
        if base_version != self.version:
            self.remember(value, self.value, device, PreferenceChange.Outcome.CONFLICT)
            return {"status": "conflict", **self.as_json()}
        self.value, self.device = value, device
        self.save()
        return {"status": "applied", **self.as_json()}

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs):
        lock(self.user_id)
        version, before = self._stored()
        self.version, self.at = version + 1, now()
        super().save(*args, **kwargs)
        if before != self.value:
            self.remember(self.value, before, self.device, PreferenceChange.Outcome.APPLIED)

    def _stored(self):
        """(version, value) as they are in the database; the default at version 0 where there is no row."""
        row = Preference.objects.filter(pk=self.pk).values_list("version", "value").first()
        return row or (0, preferences.default_of(self.key))

    def remember(self, value, before, device, outcome):
        """Add a line to the history, in the transaction of what it tells of."""
        PreferenceChange.objects.create(
            user_id=self.user_id, key=self.key, before=before, value=value, version=self.version, outcome=outcome, device=device
        )

    def delete(self, *args, **kwargs):
        """Reset to the default as a new version: without the row the version would go back, and edits would be lost.

        Rows go away only with their person.
        """
        self.value = preferences.default_of(self.key)
        self.save()
        return 0, {}


class Mutation(models.Model):
    """The answer that a save got, kept so that the same save sent again gets it again and changes nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    mutation_id = models.UUIDField()
    result = models.JSONField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "mutation_id"], name="one_answer_per_mutation")]


def lock(user_id):
    """Take the lock under which preferences of this person change, until the transaction ends."""
    get_user_model().objects.select_for_update(no_key=True).values_list("pk").get(pk=user_id)
