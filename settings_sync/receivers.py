from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from realtime import assign, publish
from settings_sync.models import Preference, PreferenceChange, Provider, ProviderAnswer, ProviderKey


@receiver(post_save, sender=Preference)
def push_preference(sender, instance, raw, **kwargs):
    if not raw:
        publish(instance.topic, assign(instance.key, instance))


@receiver(post_save, sender=PreferenceChange)
def push_history(sender, instance, raw, **kwargs):
    """Lines stand under days and pages of their reader: whoever looks fetches."""
    if not raw:
        publish(instance.topic)


@receiver([post_save, post_delete], sender=Provider)
def push_provider(sender, instance, raw=False, **kwargs):
    if not raw:
        publish("providers")


@receiver([post_save, post_delete], sender=ProviderKey)
def push_key(sender, instance, raw=False, **kwargs):
    """That there is one, and its last four: whoever may see it fetches. The shared one concerns everybody."""
    if not raw:
        publish(instance.topic)


@receiver([post_save, post_delete], sender=ProviderAnswer)
def push_answer(sender, instance, raw=False, **kwargs):
    if not raw:
        publish(instance.topic)
