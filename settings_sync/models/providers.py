from django.conf import settings
from django.db import models
from django.db.models import Q

from settings_sync.providers import addresses, kinds


class ProviderQuerySet(models.QuerySet):
    def offered(self):
        """What people can use: switched on by the operator, with an address and a kind that we know."""
        has_address = Q(slug__in=settings.PROVIDER_ADDRESSES) | ~Q(base_url="")
        return self.filter(has_address, enabled=True, kind__in=kinds.names())

    def follow_environment(self):
        """Give each provider of the environment its row, so that keys can point at it."""
        for slug, url in settings.PROVIDER_ADDRESSES.items():
            kind = kinds.get(slug)
            wanted = {"kind": slug, "base_url": url or kind.base_url}
            provider, _ = self.get_or_create(slug=slug, defaults={"name": kind.label, **wanted})
            if (provider.kind, provider.base_url) != tuple(wanted.values()):
                provider.kind, provider.base_url = wanted.values()
                provider.save()


class Provider(models.Model):
    """A service of models that the operator offers; where it is and what it serves."""

    slug = models.SlugField(max_length=40, unique=True, help_text="Stands in settings and logs; it cannot be changed later.")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    base_url = models.CharField("base URL", max_length=addresses.LONGEST, blank=True)
    offered = models.JSONField("models", default=list, blank=True)
    listed = models.JSONField(default=list, editable=False)
    contexts = models.JSONField(default=dict, editable=False)  # {model: how many tokens it reads at once}
    enabled = models.BooleanField(default=True, help_text="Off: nobody sees it, and their keys and choices are kept.")

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """What was listed at another address says nothing about this one."""
        if Provider.objects.filter(pk=self.pk).exclude(base_url=self.base_url).exists():
            self.listed, self.contexts = [], {}
        super().save(*args, **kwargs)

    def learn(self, listed, contexts):
        """Keep what it said of its models."""
        if (self.listed, self.contexts) != (listed, contexts):
            self.listed, self.contexts = listed, contexts
            self.save(update_fields=["listed", "contexts"])

    @property
    def is_offered(self):
        """Whether it is among the `offered`."""
        return self.enabled and self.kind in kinds.names() and bool(self.base_url or self.is_from_environment)

    @property
    def protocol(self):
        return kinds.get(self.kind)

    @property
    def is_from_environment(self):
        return self.slug in settings.PROVIDER_ADDRESSES

    @property
    def address(self):
        """The base URL. That of the environment is read there, whatever an old row says."""
        if self.is_from_environment:
            return settings.PROVIDER_ADDRESSES[self.slug] or self.protocol.base_url
        return self.base_url

    @property
    def host(self):
        """For people: where it is, without the rest of the address."""
        return self.origin.partition("://")[2].removesuffix(":443").removesuffix(":80")

    @property
    def origin(self):
        return addresses.origin_of(self.address)

    @property
    def environment_key(self):
        """The shared key of the environment, or an empty text."""
        return settings.PROVIDER_KEYS.get(self.slug, "")
