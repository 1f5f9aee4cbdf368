"""How long what is no part of the gallery is kept, and what images leave behind."""

from django.db.models import Q

from generations.models import Generation
from generations.models.gallery import Reach
from generations.models.generations import BROKEN
from jobs.retention import prunes
from realtime.gone import versions_without


@prunes("failed and hidden images", days=30)
def failed_and_hidden_images(moment):
    """What did not come about, and what operators took out of the gallery and nobody put back; never what its owner keeps for themself."""
    return Generation.objects.filter(Q(state__in=BROKEN, ended_at__lt=moment) | Q(reach=Reach.STAFF, hidden_at__lt=moment))


@prunes("versions of images that are gone", days=0)
def versions_of_gone_images(moment):
    """Nobody can restore an image that was deleted."""
    return versions_without(Generation.objects.all(), "generation.")
