"""Tells those who wait how far they are in the queue, whenever it moves."""

from collections import defaultdict

from generations.models import Generation
from generations.models.showing import waiting_words
from realtime import stream

MOST = 200  # of one topic


def tell():
    """One message for each topic with something that waits: `{places: [[image, words], …]}`. None of them has to arrive."""
    places = Generation.objects.places()
    waiting = defaultdict(list)
    for row in Generation.objects.filter(pk__in=list(places)[:MOST]):
        waiting[row.gallery_topic].append([str(row.pk), waiting_words(*places[row.pk])])
    for topic, said in waiting.items():
        stream(topic, "queue", {"places": said})
