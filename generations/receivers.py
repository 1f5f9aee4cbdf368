"""What pages hear when images and likes are saved or deleted."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.models import User
from accounts.receivers import is_mere_login
from generations import cards
from generations.models import Generation, Like, Report
from generations.signals import happened
from realtime import publish


@receiver(post_save, sender=Generation)
def push_image(sender, instance, raw, **kwargs):
    if not raw:
        cards.push(instance)


@receiver(post_delete, sender=Generation)
def pull_image(sender, instance, **kwargs):
    cards.pull(instance)
    instance.drop_files()


@receiver(post_save, sender=Like)
def push_like(sender, instance, created, raw, **kwargs):
    if created and not raw:
        cards.push_like(instance, 1)


@receiver(post_delete, sender=Like)
def pull_like(sender, instance, **kwargs):
    cards.push_like(instance, -1)


@receiver(happened)
def tell(sender, row, what, **kwargs):
    cards.tell(row, what)


@receiver(post_save, sender=Report)
def push_report(sender, instance, raw, **kwargs):
    if not raw:
        cards.push_reports(instance.generation_id)


@receiver(post_delete, sender=Report)
def pull_report(sender, instance, **kwargs):
    cards.push_reports(instance.generation_id)


@receiver(post_save, sender=User)
def push_author(sender, instance, created, raw, update_fields, **kwargs):
    """A new name or picture is on all cards of that person: pages fetch."""
    if not (raw or created or is_mere_login(update_fields)):
        publish(cards.GALLERY)
