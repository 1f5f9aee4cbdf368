"""The images as a gallery and as a queue: who sees which, in which order, and whose turn it is."""

from django.db.models import Count, F, Q, TextChoices

from generations.models import line, queue
from jobs.models import JobQuerySet

GALLERY = "generations"  # the topic of what everybody sees


class Reach(TextChoices):
    """Who an image is shown to. It follows from the row's other fields at each save."""

    EVERYBODY = "all"
    OWNER = "own"
    STAFF = "staff", "Hidden: owner and staff"
    NOBODY = "none", "Deleted, and still being made"


class GenerationQuerySet(JobQuerySet):
    def visible_to(self, user):
        """Everybody who is signed in sees what is public; what is private, hidden or did not come about is its owner's.

        What staff hid staff sees too.
        """
        own = Q(owner_id=user.pk, reach__in=[Reach.OWNER, Reach.STAFF])
        return self.filter(Q(reach__in=_reaches_of(user)) | own)

    def lanes(self, user):
        """The same in parts that do not overlap, each with an index in the order of the gallery.

        A database that is asked for all of it at once sorts ten thousand rows to give thirty.
        """
        own = [reach for reach in (Reach.OWNER, Reach.STAFF) if reach not in _reaches_of(user)]
        shared = [self.filter(reach=reach) for reach in _reaches_of(user)]
        return shared + [self.filter(owner_id=user.pk, reach=reach) for reach in own]

    def lanes_of_own(self, user):
        """A person's own, in such parts."""
        return [self.filter(owner_id=user.pk, reach=reach) for reach in Reach if reach != Reach.NOBODY]

    def owned_by(self, user):
        """A person's own, wherever they are shown."""
        return self.filter(owner_id=user.pk).exclude(reach=Reach.NOBODY)

    def in_order(self):
        return self.order_by("rank", "pk")

    def after(self, rank, pk):
        """What stands behind this place: older ones."""
        return self.filter(Q(rank__gt=rank) | Q(rank=rank, pk__gt=pk))

    def before(self, rank, pk):
        """What stands in front of this place: newer ones."""
        return self.filter(Q(rank__lt=rank) | Q(rank=rank, pk__lt=pk))

    def counts_of(self, user_id):
        """How many this person has that are not everybody's: {"own": of them alone, "staff": hidden ones}."""
        own = self.filter(owner_id=user_id, reach__in=[Reach.OWNER, Reach.STAFF])
        counts = dict(own.values_list("reach").annotate(Count("pk")).order_by())
        return {reach: counts.get(reach, 0) for reach in ("own", "staff")}

    def count_likes(self, pk, by):
        """One like more or less, whatever others do at the same time. In silence."""
        self.filter(pk=pk).update(likes_count=F("likes_count") + by)

    def places(self):
        """Where all that wait stand in the queue: see `line.places`."""
        return line.places(self)

    def for_fragments(self, pks):
        """{pk: row} with all that cards ask for, in as many queries as for one."""
        found = self.select_related("owner").in_bulk(pks)
        self.put_places(found.values())
        return found

    def put_places(self, rows):
        """Tell each of these that waits where it stands, once for all of them."""
        waiting = [row for row in rows if row.state == row.State.QUEUED]
        places = line.places(type(self)(self.model, using=self.db)) if waiting else {}
        for row in waiting:
            row.place = places.get(row.pk, (None, None))

    def claim(self, worker, most):
        """As jobs do, but in turns: see `queue.claim`."""
        return queue.claim(self, worker, most)


def _reaches_of(user):
    return [Reach.EVERYBODY, Reach.STAFF] if user.is_staff else [Reach.EVERYBODY]
