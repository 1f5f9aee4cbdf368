"""How long what is kept: every app registers its rows in `ready()`, `manage.py prune` takes out what is older."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.timezone import now

BATCH = 500  # rows a transaction: other writers wait for no more than that

kinds: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """One kind of rows: how many days they are kept, and which are older than a moment."""

    name: str
    days: int
    older_than: Callable[..., QuerySet]

    @property
    def due(self):
        """The rows whose time is over."""
        return self.older_than(now() - timedelta(days=self.days))

    def prune(self):
        """Delete them, a batch a transaction, with the signals that others listen to. Returns how many went."""
        rows, removed = self.due, 0
        while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            # Not the model's own manager: that of a log may refuse what is right here.
            QuerySet(rows.model, using=rows.db).filter(pk__in=pks).delete()
            removed += len(pks)
        return removed


def prunes(name, days):
    """Register `function(moment)`: it gives the queryset of rows that are older than `moment`, which is `days` days ago."""

    def register(older_than):
        kinds[name] = Kind(name, days, older_than)
        return older_than

    return register
