"""What pages and sockets hear when a person or a session was saved or deleted."""

from operator import attrgetter

from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from accounts.models import User
from realtime import assign, presence, publish, recheck, remove, upsert

FIELDS = ("display_name", "username", "status", "bio", "time_zone")


def is_mere_login(update_fields):
    """Signing in saves the time of it, which no page shows and no right hangs on."""
    return update_fields is not None and set(update_fields) == {"last_login"}


@receiver(post_save, sender=User)
def push_person(sender, instance, raw, update_fields, **kwargs):
    if raw or is_mere_login(update_fields):
        return
    push_profile(instance)
    push_to_people(instance)
    recheck(user_id=instance.pk)
    presence.refresh(instance.pk)


def push_profile(person):
    badge = upsert("#profile-badge", "accounts/_badge.html", element_id=f"badge-{person.pk}", person=person)
    publish(person.profile_topic, badge)
    for name in FIELDS:
        publish(person.profile_topic, assign(name, person, attrgetter(name)))


def push_to_people(person):
    if person.is_active:
        publish("people", upsert("#people-list", "accounts/_person.html", person=person))
    else:
        publish("people", remove(person))


@receiver(post_delete, sender=User)
def pull_person(sender, instance, **kwargs):
    publish("people", remove(instance))
    recheck(user_id=instance.pk)


@receiver(pre_delete, sender=User)
def drop_picture(sender, instance, **kwargs):
    instance.leave_no_picture()


@receiver(post_delete, sender=Session)
def end_session(sender, instance, **kwargs):
    """Logging out, changing the password and flushing delete the row: its sockets end with it."""
    recheck(session_key=instance.session_key)
