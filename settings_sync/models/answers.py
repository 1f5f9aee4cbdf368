from django.conf import settings
from django.db import models

from settings_sync.models.providers import Provider


class ProviderAnswer(models.Model):
    """What a provider said when a person last tested the connection: words, and the models that it listed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="provider_answers")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="answers")
    origin = models.CharField(max_length=300)
    good = models.BooleanField()
    words = models.CharField(max_length=500)
    listed = models.JSONField(default=list)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "provider"], name="one_answer_per_person_and_provider")]

    def __str__(self):
        return self.words

    @property
    def topic(self):
        return f"user.{self.user_id}.providers"
