"""The last mail that a person gets from here."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string


def say_goodbye(address):
    """Once the account is gone, confirm it to the address that was its login. Without a mail server: nothing."""
    if settings.EMAIL_URL:
        transaction.on_commit(lambda: _send(address), robust=True)


def _send(address):
    words = render_to_string("accounts/goodbye.txt", {"site": settings.SITE_URL})
    send_mail("Your account is deleted", words, None, [address])
