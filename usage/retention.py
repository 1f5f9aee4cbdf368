"""Holds that nobody settled are released; those that ended are not kept for ever."""

from jobs.retention import prunes
from usage.models import Hold


@prunes("ended holds", days=30)
def ended_holds(moment):
    return Hold.objects.exclude(state=Hold.State.OPEN).filter(taken_at__lt=moment)
