"""How images come to be asked for: a click, once; another one like it; once more."""

from random import SystemRandom

from django.contrib.auth import get_user_model
from django.db import transaction

from generations.choices import SEEDS
from generations.models.queue import MOST_QUEUED

WISH = ("prompt", "negative_prompt", "width", "height", "model")
FULL = f"You have {MOST_QUEUED} images waiting, which is the most. Wait until some are done, or cancel some."

_random = SystemRandom()


class TooMany(Exception):
    """This person has enough images waiting. The text says so."""


class Asking:
    """A part of Generation."""

    @classmethod
    @transaction.atomic
    def ask(cls, owner, key, *, count=1, seed=None, **wish):
        """Queue `count` images, once per client key, with seeds from `seed` on (None: any). Returns them. Raises TooMany."""
        get_user_model().objects.select_for_update(no_key=True).values_list("pk").get(pk=owner.pk)
        asked = list(cls.objects.filter(owner=owner, batch=key).order_by("number"))
        if asked:
            return asked
        if cls.objects.queued().filter(owner=owner).count() + count > MOST_QUEUED:
            raise TooMany(FULL)
        first = _random.randrange(SEEDS) if seed is None else seed
        rows = [cls(owner=owner, batch=key, number=n, seed=(first + n) % SEEDS, **wish) for n in range(count)]
        at = rows[0].created_at
        for row in rows:
            row.created_at = at
            row.save()
        return rows

    @classmethod
    def like_this(cls, row, owner, key, visibility, **changes):
        """Another image with the wish of this one, in which `changes` differ. Raises TooMany."""
        wish = {name: getattr(row, name) for name in WISH} | {"seed": row.seed, **changes}
        return cls.ask(owner, key, parent=row, visibility=visibility, **wish)[0]

    def reroll(self, owner, key, visibility):
        """The same wish with another seed."""
        return self.like_this(self, owner, key, visibility, seed=None)

    def vary(self, owner, key, visibility):
        """The same seed, a little different."""
        return self.like_this(self, owner, key, visibility, variation=_random.randrange(1, SEEDS))

    @transaction.atomic
    def retry(self, key):
        """Ask again for one that did not come about: another row in its place; None where that was done already. Raises TooMany."""
        row = self.locked()
        if row is None or not row.has_broken:
            return None
        wish = {name: getattr(row, name) for name in (*WISH, "seed", "variation", "visibility", "parent")}
        (again,) = type(self).ask(row.owner, key, **wish, created_at=row.created_at)
        row.delete()
        return again
