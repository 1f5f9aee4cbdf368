"""Which price a model has at a moment."""

import re
from time import monotonic

from django.utils import timezone

from usage.models import Price

DATED = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{8})$")  # gpt-4o-2024-08-06, claude-sonnet-4-5-20250929
BUILT_IN = "lockstep"  # the provider of models that are part of Lockstep: free, and logged
SECONDS = 5.0  # that a process may take to see a new row

_kept = {}  # (provider, model) → (until, price or None); prices never change, only new ones start
_by_key = {}


def of(provider, model):
    """The price of a model now: its own, else that of the model without the date at its end. None where none is known."""
    until, price = _kept.get((provider, model), (0.0, None))
    if until < monotonic():
        price = _read(provider, model)
        _kept[provider, model] = monotonic() + SECONDS, price
    return price


def without(models):
    """Those of these (provider, model) that have no price now, in their order."""
    begun = set(Price.objects.filter(starts_at__lte=timezone.now()).values_list("provider", "model"))
    return [(slug, name) for slug, name in models if slug != BUILT_IN and not {(slug, known) for known in _names(name)} & begun]


def by_key(pk):
    """The price of this key: whatever was held at it is settled at it."""
    if pk not in _by_key:
        _by_key[pk] = Price.objects.get(pk=pk)
    return _by_key[pk]


def forget():
    """Look again: a price was added here."""
    _kept.clear()


def _read(provider, model):
    begun = Price.objects.filter(provider=provider, model__in=_names(model), starts_at__lte=timezone.now())
    return max(begun, key=lambda price: (price.model == model, price.starts_at), default=None)


def _names(model):
    return [model, DATED.sub("", model)]
