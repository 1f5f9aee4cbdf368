"""Tells those who wait how far they are in the queue, whenever it moves."""

from collections import defaultdict

from generations.models import Generation
from generations.models.showing import waiting_words
from jobs.chores import chore
from realtime import stream

MOST = 200  # who wait further back are told when they come nearer
SECONDS = 1.0  # between two looks: whatever changes in between is told at once

_told = {}  # pk → words, as this process said last


@chore(SECONDS)
def tell():
    """One message for each topic with news for something that waits: `{places: [[image, words], …]}`. None of them has to arrive.

    It says all that waits there, not only the news: it takes the place of the one before, which may not have left yet.
    """
    words = {pk: waiting_words(*place) for pk, place in list(Generation.objects.places().items())[:MOST]}
    news = {pk for pk in words if words[pk] != _told.get(pk)}
    _told.clear()
    _told.update(words)
    waiting = defaultdict(dict)
    for row in Generation.objects.filter(pk__in=words).only("reach", "owner_id") if news else ():
        waiting[row.gallery_topic][row.pk] = words[row.pk]
    for topic, said in waiting.items():
        if news & said.keys():
            stream(topic, "queue", {"places": [[str(pk), each] for pk, each in said.items()]})
