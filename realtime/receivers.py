from django.db.models.signals import post_save
from django.dispatch import receiver

from realtime.models import Epoch, Probe
from realtime.patches import assign
from realtime.publishing import publish


@receiver(post_save, sender=Probe)
def push_probe(sender, instance, raw, **kwargs):
    if not raw:
        publish("probe", assign("note", instance.note))


def begin_epoch(sender, using, **kwargs):
    """After migrate and after flush, so that a database never lives without an epoch."""
    if using == "default":
        Epoch.current()
