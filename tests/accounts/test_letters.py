"""Mail that the site writes: plain, short, with who asked and what to do."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.accounts.door import confirm, turn_on

pytestmark = [pytest.mark.usefixtures("quick_hashes"), pytest.mark.django_db(transaction=True), pytest.mark.once]
SHOUTING = re.compile(r"!|Hello from|Thank you|\{[{%]|&#|&amp;|None")


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.EMAIL_URL, settings.ACCOUNT_EMAIL_VERIFICATION = "smtp://mail.example.com", "mandatory"
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True


@pytest.fixture
def at_home(client_of, grace):
    EmailAddress.objects.create(user=grace, email=grace.email, primary=True, verified=True)
    client = client_of(grace)
    confirm(client)
    return client


def change_password(client):
    new = {"oldpassword": "lockstep-demo", "password1": "an 'odd' & good one", "password2": "an 'odd' & good one"}
    client.post("/accounts/password/change/", new)


def change_address(client):
    client.post("/accounts/email/", {"action_add": "", "email": "amazing@example.com"})
    EmailAddress.objects.update(verified=True)
    client.post("/accounts/email/", {"action_primary": "", "email": "amazing@example.com"})
    client.post("/accounts/email/", {"action_remove": "", "email": "grace@example.com"})


def two_steps(client):
    turn_on(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")


def ask_for_a_new_password(client):
    for address in ("grace@example.com", "nobody@example.com"):
        Client().post("/accounts/password/reset/", {"email": address})


def sign_up(client):
    for address in ("zoe@example.com", "grace@example.com"):
        Client().post("/accounts/signup/", {"email": address, "username": address[:3], "password1": "a good long one"})


@pytest.mark.parametrize(
    ("act", "subjects"),
    [
        (change_password, ["Your password was changed"]),
        (change_address, ["Confirm your address", "Your address was changed", "An address was removed"]),
        (two_steps, ["Two-step sign-in is on", "New recovery codes", "Two-step sign-in is off"]),
        (ask_for_a_new_password, ["Choose a new password", "No account with this address"]),
        (sign_up, ["Confirm your address", "You have an account already"]),
    ],
)
def test_every_letter_is_plain_and_says_what_happened(at_home, act, subjects):
    act(at_home)
    assert [letter.subject for letter in mail.outbox] == [f"Lockstep: {subject}" for subject in subjects]
    for letter in mail.outbox:
        assert not SHOUTING.search(letter.body), letter.body
        assert letter.body.rstrip().endswith("Lockstep, testserver")


def test_a_notice_says_from_where_and_what_to_do(at_home):
    change_password(at_home)
    assert "From 127.0.0.1," in mail.outbox[0].body
    assert "sign in, change your password and sign out everywhere else" in mail.outbox[0].body
