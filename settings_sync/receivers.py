from django.db.models.signals import post_save
from django.dispatch import receiver

from realtime import assign, publish
from settings_sync.models import Preference, PreferenceChange


@receiver(post_save, sender=Preference)
def push_preference(sender, instance, raw, **kwargs):
    if not raw:
        publish(instance.topic, assign(instance.key, instance))


@receiver(post_save, sender=PreferenceChange)
def push_history(sender, instance, raw, **kwargs):
    """Lines stand under days and pages of their reader: whoever looks fetches."""
    if not raw:
        publish(instance.topic)
