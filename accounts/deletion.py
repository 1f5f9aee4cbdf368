"""The end of an account: whoever deletes it, and however, nothing of the person stays."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from accounts.audit import record
from accounts.goodbye import say_goodbye
from accounts.models import AuditEntry, User
from jobs.kinds import end_all_of

LAST = "This is the last operator of the site. Make somebody else a superuser first."


class LastOperator(Exception):
    """Nobody would be left who can run the site."""


def delete_account(person):
    """Delete this person's account and all that hangs on it; what still works for them ends before. Raises LastOperator."""
    _check_goes(person, operators())
    end_all_of(person)
    with transaction.atomic():
        _check_goes(person, operators().select_for_update())
        person.delete()


def _check_goes(person, now):
    if leaves_no_operator(now, [person]):
        raise LastOperator(LAST)


def operators():
    """Who can run the site."""
    return User.objects.filter(is_superuser=True, is_active=True)


def leaves_no_operator(now, leaving):
    """Whether these people are all who can run the site."""
    return bool(now) and not set(now) - set(leaving)


@receiver(pre_delete, sender=User)
def forget_person(sender, instance, **kwargs):
    """Rows of theirs go by themselves, with their foreign keys; here goes what names them in other ways."""
    end_sessions(instance)
    forget_in_the_admins_history(instance)
    AuditEntry.objects.forget(instance)
    record(None, "account.deleted", target=instance)
    say_goodbye(instance.email)


@receiver(post_save, sender=User)
def end_with_deactivation(sender, instance, raw, **kwargs):
    """Who is let in again later signs in again: what was open on lost devices stays closed."""
    if not raw and not instance.is_active:
        end_sessions(instance)


def end_sessions(person):
    """Sessions know their person only by what is encoded in them."""
    whose = {session.session_key: session.get_decoded().get(SESSION_KEY) for session in Session.objects.iterator()}
    Session.objects.filter(session_key__in=[key for key, pk in whose.items() if pk == str(person.pk)]).delete()


def forget_in_the_admins_history(person):
    """Django's own log of the admin keeps names; our audit log has the same without."""
    about = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
    addressed = Q(object_repr__icontains=person.email) | Q(change_message__icontains=person.email)
    named = Q(object_repr__in=[person.username, person.name])
    LogEntry.objects.filter(about | addressed | named).delete()
