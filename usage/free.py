"""Models without a price that people use, or could, on the site's keys: nobody is charged for them."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from settings_sync.models import Provider, ProviderKey
from settings_sync.providers.preferences import models_of
from usage import prices
from usage.models import SiteDay
from usage.models.accounts import today

DAYS = timedelta(days=30)  # in which somebody used them


def models():
    """["acme: large"], first those that were used lately."""
    return [f"{provider}: {model}" for provider, model in prices.without(dict.fromkeys([*_used(), *_offered()]))]


def _used():
    """(provider, model) of calls that would have been charged."""
    days = SiteDay.objects.filter(day__gte=today() - DAYS, unpriced__gt=0)
    return days.values_list("provider", "model").distinct().order_by("provider", "model")


def _offered():
    """(provider, model) of all for which the operator put a key there."""
    shared = ProviderKey.objects.filter(provider=OuterRef("pk"), user=None)
    for provider in Provider.objects.offered().annotate(has_shared=Exists(shared)):
        if provider.environment_key or provider.has_shared:
            yield from ((provider.slug, model) for model, _ in models_of(provider))
