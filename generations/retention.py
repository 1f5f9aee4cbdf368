"""How long what is no part of the gallery is kept."""

from generations.models import Generation
from generations.models.generations import BROKEN
from jobs.retention import prunes


@prunes("images that did not come about", days=30)
def broken_images(moment):
    return Generation.objects.filter(state__in=BROKEN, ended_at__lt=moment)


@prunes("hidden images", days=30)
def hidden_images(moment):
    return Generation.objects.filter(hidden_at__lt=moment)
