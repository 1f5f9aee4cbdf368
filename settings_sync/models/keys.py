from django.conf import settings
from django.db import models, transaction

from accounts import sealing
from settings_sync.models.providers import Provider

PURPOSE = "provider key"
SHOWN_FROM = 12  # characters: of a shorter key the last four would be too much of it


class ProviderKeyQuerySet(models.QuerySet):
    @transaction.atomic
    def keep(self, provider, user, text):
        """Seal a key in the place of the one before; `user` None: the operator's shared one."""
        self._forget_answers(provider, user)
        sealed = sealing.seal(text, *bond(provider, user and user.pk))
        values = {"origin": provider.origin, "sealed": sealed, "key_id": sealing.key_id_of(sealed)}
        values |= {"last_four": text[-4:] if len(text) >= SHOWN_FROM else ""}
        return self.update_or_create(provider=provider, user=user, defaults=values)[0]

    @transaction.atomic
    def drop(self, provider, user):
        """Forget a key, and what was learned with it. Returns whether there was one."""
        key = self.filter(provider=provider, user=user).first()
        if key:
            self._forget_answers(provider, user)
            key.delete()
        return key is not None

    def of(self, user):
        """{provider's id: (own key, shared key)}, each a row or None."""
        found = {}
        for key in self.filter(models.Q(user=user) | models.Q(user=None)):
            own, shared = found.get(key.provider_id, (None, None))
            found[key.provider_id] = (own, key) if key.user_id is None else (key, shared)
        return found

    def _forget_answers(self, provider, user):
        if user:
            provider.answers.filter(user=user).delete()
        else:
            provider.answers.exclude(user__provider_keys__provider=provider).delete()
            Provider.objects.filter(pk=provider.pk).update(listed=[], contexts={})


class ProviderKey(models.Model):
    """A sealed key: one person's own, or with no person the operator's shared one. Nothing shows more of it than its end."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="provider_keys")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="keys")
    origin = models.CharField(max_length=300)
    sealed = models.BinaryField()
    key_id = models.CharField(max_length=32, db_index=True)
    last_four = models.CharField(max_length=4, blank=True)
    at = models.DateTimeField(auto_now=True)

    objects = ProviderKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "provider"], name="one_key_per_person_and_provider"),
            models.UniqueConstraint(fields=["provider"], condition=models.Q(user=None), name="one_shared_key_per_provider"),
        ]

    def __str__(self):
        return f"key of {self.provider}"

    @property
    def topic(self):
        return f"user.{self.user_id}.providers" if self.user_id else "providers"

    @property
    def shown(self):
        """ "Key ending in …wxyz"; of a short key not even that."""
        return f"Key ending in …{self.last_four}" if self.last_four else "Key saved"

    def has_moved(self, provider):
        """Whether the provider is somewhere else than when the key was entered."""
        return self.origin != provider.origin

    def open(self, provider):
        """The key itself, for a call to this provider where it is now. Raises `sealing.Unsealable`."""
        return sealing.unseal(self.sealed, *bond(provider, self.user_id))


def bond(provider, user_id):
    """What a key belongs to: sealed for one of these four, it does not open for another."""
    return PURPOSE, user_id or "shared", provider.pk, provider.origin


def key_ids():
    """The ids of the site's keys that some row here is sealed with."""
    return set(ProviderKey.objects.values_list("key_id", flat=True).distinct())


def reseal():
    """Seal every row anew with the newest key. Returns how many were moved, and how many could not be opened.

    Nothing is locked meanwhile: a row that its person replaced since it was read is new already and stays as it is.
    The bond is of where the key was entered, so that a key of a provider that has moved comes along closed.
    """
    moved = failed = 0
    for pk in ProviderKey.objects.exclude(key_id=sealing.newest_key_id()).values_list("pk", flat=True):
        try:
            moved += _reseal(pk)
        except sealing.Unsealable:
            failed += 1
    return moved, failed


def _reseal(pk):
    row = ProviderKey.objects.filter(pk=pk).first()
    if row is None:
        return 0
    bound_to = PURPOSE, row.user_id or "shared", row.provider_id, row.origin
    sealed = sealing.seal(sealing.unseal(row.sealed, *bound_to), *bound_to)
    unchanged = ProviderKey.objects.filter(pk=pk, sealed=bytes(row.sealed))
    return unchanged.update(sealed=sealed, key_id=sealing.key_id_of(sealed))


def forget(key_id):
    """Delete every key that was sealed with a key of the site that is lost. Returns how many."""
    keys = list(ProviderKey.objects.filter(key_id=key_id))
    for key in keys:
        key.delete()
    return len(keys)
