from django.conf import settings
from django.db import models


class Provider(models.Model):
    """A service of models that the operator offers; where it is and what it serves."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    base_url = models.URLField("base URL", max_length=500, blank=True)
    offered = models.JSONField(default=list, blank=True, help_text="Ids of models. Empty: all that it lists.")
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class ProviderKey(models.Model):
    """A sealed key: one person's own, or with no person the operator's shared one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="provider_keys")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="keys")
    origin = models.CharField(max_length=300)
    sealed = models.BinaryField()
    key_id = models.CharField(max_length=32, db_index=True)
    last_four = models.CharField(max_length=4, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "provider"], name="one_key_per_person_and_provider"),
            models.UniqueConstraint(fields=["provider"], condition=models.Q(user=None), name="one_shared_key_per_provider"),
        ]

    def __str__(self):
        return f"key of {self.provider}"
