"""The card of an image on the topics on which it may be seen."""

from dataclasses import dataclass
from operator import attrgetter

from generations.models import Generation, Report
from generations.models.gallery import Reach
from realtime import assign, publish
from realtime.patches import Remove, Upsert

GALLERY = "generations"
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
    publish(row.topic)


def pull(row):
    """Take the card away from everywhere."""
    places = _places(row, row.reach)
    _leave(row, places)
    _count(row, places)
    publish(row.topic)


def push_likes(generation_id, user_id, is_liked):
    """The count for everybody who sees the card, and the heart for whoever pressed it."""
    row = Generation.objects.filter(pk=generation_id).first()
    if row:
        for topic, _ in _places(row, row.reach):
            publish(topic, assign(f"likes-{row.pk}", row, attrgetter("likes_words")))
        publish(row.topic)
    publish(Generation.topic_of(user_id), assign(f"liked.{generation_id}", is_liked))


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
