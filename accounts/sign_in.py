"""What follows when somebody comes in or goes out, or changes how they do: the audit log, the lists, the other sessions."""

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse

from accounts import known_devices, sessions
from accounts.audit import record
from accounts.device import device_of
from accounts.models import KnownDevice, User
from realtime import publish

# The list of sessions


@receiver(post_delete, sender=Session)
def end_its_row(sender, instance, **kwargs):
    UserSession.objects.filter(session_key=instance.session_key).delete()


@receiver(post_save, sender=UserSession)
@receiver(post_delete, sender=UserSession)
@receiver(post_save, sender=KnownDevice)
@receiver(post_delete, sender=KnownDevice)
def push_sessions(sender, instance, **kwargs):
    publish(sessions.topic_of(instance.user_id))


# Coming in


@receiver(account.user_logged_in)
def welcome(request, response, user, **kwargs):
    """Know the browser again, and tell the person about one that is new.

    A session is listed once it opens pages. Django would save it with the answer: whoever hears of it and looks at once would
    not see it, and hear no more.
    """
    request.session.save()
    publish(sessions.topic_of(user.pk))
    name, address = device_of(request), get_adapter().get_client_ip(request)
    device, is_news = KnownDevice.meet(user, known_devices.mark(request, response), name, address)
    UserSession.objects.filter(session_key=request.session.session_key).update(data={"device": device.pk})
    record(request, "session.began", target=f"person {user.pk}", actor=user)
    if is_news and settings.EMAIL_URL:
        tell(user, device, request)


def tell(user, device, request):
    url = request.build_absolute_uri(reverse("usersessions_list"))
    get_adapter().send_notification_mail("account/email/new_sign_in", user, {"device": device, "sessions_url": url})


@receiver(user_login_failed)
def note_failure(credentials, request=None, **kwargs):
    """Whose account was tried, where there is one; never what was typed."""
    login = (credentials.get("email") or credentials.get("username") or "").lower()
    person = User.objects.filter(email=login).first() or User.objects.filter(emailaddress__email=login).first()
    record(request, "session.refused", target=f"person {person.pk}" if person else "nobody here", fields=["password"])


@receiver(mfa.authentication_failed)
def note_wrong_code(request, user, **kwargs):
    record(request, "session.refused", target=f"person {user.pk}", fields=["code"])


@receiver(user_logged_out)
def note_end(request, user, **kwargs):
    if user:
        record(request, "session.ended", target=f"person {user.pk}", actor=user)


# Changing how one comes in: whoever else is in may be why


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def end_older_sessions(request, user, signal, **kwargs):
    action = "password.reset" if signal is account.password_reset else "password.changed"
    record(request, action, target=f"person {user.pk}", fields=["password"], actor=user)
    end_all_but_this(request, user)


def end_all_but_this(request, user):
    """All sessions of this person but the one that asks, and no browser but this one is known any more."""
    sessions.end_others(user, keep=request.session.session_key)
    KnownDevice.objects.filter(user=user).exclude(token=known_devices.token_of(request)).forget()


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_removed)
def end_sessions_without_the_code(request, user, authenticator, signal, **kwargs):
    if authenticator.type == "totp":
        state = "on" if signal is mfa.authenticator_added else "off"
        record(request, f"mfa.turned_{state}", target=f"person {user.pk}", fields=["totp"], actor=user)
        end_all_but_this(request, user)


@receiver(mfa.authenticator_added)
def note_the_first_code(request, user, authenticator, **kwargs):
    """It was given just now: who signed in with the password alone need not confirm it to see the recovery codes."""
    if authenticator.type == "totp":
        record_authentication(request, user, "mfa", id=authenticator.pk, type="totp")


@receiver(mfa.authenticator_reset)
def note_new_codes(request, user, **kwargs):
    record(request, "mfa.codes_made", target=f"person {user.pk}", fields=["recovery_codes"], actor=user)


@receiver(mfa.authenticator_used)
def note_recovery(request, user, authenticator, **kwargs):
    if authenticator.type == "recovery_codes":
        record(request, "mfa.code_spent", target=f"person {user.pk}", fields=["recovery_codes"], actor=user)


# Addresses


@receiver(account.email_added)
@receiver(account.email_removed)
@receiver(account.email_changed)
@receiver(account.email_confirmed)
def note_address(request, signal, email_address=None, to_email_address=None, **kwargs):
    verbs = {account.email_added: "added", account.email_removed: "removed", account.email_changed: "changed"}
    user = (email_address or to_email_address).user
    record(request, f"email.{verbs.get(signal, 'confirmed')}", target=f"person {user.pk}", fields=["email"])
