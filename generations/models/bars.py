"""What a person's prompt bar held when they last pressed Generate."""

from django.conf import settings
from django.db import models

from generations.choices import BUILT_IN_MODEL, SIZES

FIELDS = ("prompt", "negative_prompt", "size", "model", "count", "seed", "visibility")


class PromptBar(models.Model):
    """Follows its person to their other devices; saved in silence, for no open page changes with it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="prompt_bar")
    prompt = models.TextField(blank=True)
    negative_prompt = models.TextField(blank=True)
    size = models.CharField(max_length=12, default=next(iter(SIZES)))
    model = models.CharField(max_length=250, default=BUILT_IN_MODEL)
    count = models.PositiveSmallIntegerField(default=1)
    seed = models.BigIntegerField(null=True)
    visibility = models.CharField(max_length=8, default="public")
    at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"prompt bar of {self.user_id}"

    @classmethod
    def of(cls, user):
        """The bar of this person, an empty one where they never made anything."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    @classmethod
    def remember(cls, user, values):
        cls.objects.update_or_create(user=user, defaults={name: values[name] for name in FIELDS})

    @property
    def values(self):
        return {name: getattr(self, name) for name in FIELDS}
