"""The card of an image on the topics on which it may be seen."""

from dataclasses import dataclass
from operator import attrgetter

from django.utils import timezone

from generations.models import Generation, Report
from generations.models.gallery import GALLERY, Reach
from realtime import assign, publish, recheck
from realtime.patches import Remove, Upsert

HIDDEN = "generations.hidden"
LIST = "#gallery"
TEMPLATE = "generations/_card.html"


@dataclass(frozen=True, eq=False)
class Card(Upsert):
    """The card, as long as the row is where it was: it is read again after the commit, and may be somebody's own by then."""

    reach: Reach = Reach.EVERYBODY
    seen_as: str = ""

    def render(self, row):
        if row is None or row.reach != self.reach:
            return Remove(self.key).render(None)
        row.seen_as = self.seen_as
        return super().render(row)


def push(row):
    """Put the card where it belongs now, take it from where it was, and say how many there are where that changed."""
    places, before, reach = _places(row, row.reach), _places(row, row.reach_before), Reach(row.reach)
    for topic, seen_as in places:
        publish(
            topic, Card(f"{seen_as}-{row.pk}", LIST, TEMPLATE, "generation", (Generation, row.pk), reach=reach, seen_as=seen_as)
        )
    _leave(row, [place for place in before if place not in places])
    if row.reach != row.reach_before:
        _count(row, {*places, *before})
        recheck(topic=row.topic)
    publish(row.topic)


def pull(row):
    """Take the card away from everywhere."""
    places = _places(row, row.reach)
    _leave(row, places)
    _count(row, places)
    publish(row.topic)


def push_like(like, by):
    """One like more or less: the count for everybody who sees the card, and the heart for whoever pressed it."""
    Generation.objects.count_likes(like.generation_id, by)
    row = Generation.objects.filter(pk=like.generation_id).first()
    if row:
        for topic, _ in _places(row, row.reach):
            publish(topic, assign(f"likes-{row.pk}", row, attrgetter("likes_words")))
        publish(row.topic)
    publish(Generation.topic_of(like.user_id), assign(f"liked.{like.generation_id}", by > 0))


def tell(row, what):
    """Let the pages of others say what happened to what everybody sees: "made", "shared" or "deleted". `at` makes each its own."""
    if row.reach == Reach.EVERYBODY:
        about = {"what": what, "by": row.owner_id, "name": row.owner.name, "image": str(row.pk), "at": timezone.now().isoformat()}
        publish(GALLERY, assign(f"event.{what}.{row.pk}", about))


def push_reports(generation_id):
    """How often an image was reported, for staff; nothing of what is its owner's alone by now."""
    if Generation.objects.filter(pk=generation_id).exclude(reach=Reach.OWNER).exists():
        publish(HIDDEN, assign(f"reports.{generation_id}", Report.objects.filter(generation=generation_id).count))


def _places(row, reach):
    """[(topic, what its card's id begins with there)]."""
    own = (Generation.topic_of(row.owner_id), "mine")
    return {
        Reach.EVERYBODY: [(GALLERY, "generation")],
        Reach.OWNER: [own],
        Reach.STAFF: [own, (HIDDEN, "hidden")],
    }.get(reach, [])


def _leave(row, places):
    for topic, seen_as in places:
        publish(topic, Remove(f"{seen_as}-{row.pk}"))


def _count(row, places):
    """How many there are; pages add up what their topics say (see regions.count_of). Asked after the commit."""
    rows = Generation.objects
    counts = {
        GALLERY: lambda: {"everybody": rows.filter(reach=Reach.EVERYBODY).count()},
        HIDDEN: lambda: {"hidden": rows.filter(reach=Reach.STAFF).count()},
        Generation.topic_of(row.owner_id): lambda: rows.counts_of(row.owner_id),
    }
    for topic in {topic for topic, _ in places}:
        publish(topic, assign("count", counts[topic]))
