"""What is dangerous asks who one is once more, and keeps nothing of what was posted meanwhile."""

import json
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.http import HttpResponse
from django.urls import path

from accounts.access import fresh_login_required, login_required
from config.urls import urlpatterns as site
from tests.accounts.door import app_code, confirm, give_code, log_in, recovery_codes, secret_on, turn_on

pytestmark = pytest.mark.usefixtures("quick_hashes")
CANARY = "sk-canary-4711"
ASKING = [
    "email/",
    "2fa/totp/activate/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/recovery-codes/download/",
]


@login_required
@fresh_login_required
def vault(request):
    return HttpResponse(f"kept {request.POST.get('key', '')}")


urlpatterns = [path("vault/", vault), *site]


@pytest.fixture
def vaulted(settings):
    settings.ROOT_URLCONF = __name__


def stored():
    return json.dumps([row.get_decoded() for row in Session.objects.all()])


@pytest.mark.parametrize("address", ASKING)
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_of_them_asks(client_of, ada, address, method):
    client = client_of(ada)
    turn_on(client)
    stranger = client_of(ada)  # the same person, in a session that has confirmed nothing
    response = getattr(stranger, method)(f"/accounts/{address}")
    assert response.url.startswith("/accounts/reauthenticate/?next=")


def test_whoever_confirms_comes_back_to_the_page(client_of, ada, password):
    client = client_of(ada)
    url = client.get("/accounts/email/").url
    assert client.post(url, {"password": "wrong"}).status_code == 200
    assert client.post(url, {"password": password}).url == "/accounts/email/"
    assert client.get("/accounts/email/").status_code == 200


def test_a_confirmation_lasts_five_minutes(client_of, ada, monkeypatch):
    client = client_of(ada)
    confirm(client)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 299)
    assert client.get("/accounts/email/").status_code == 200
    monkeypatch.setattr("time.time", lambda: now + 301)
    assert client.get("/accounts/email/").status_code == 302


def test_a_confirmation_is_this_sessions_own(client_of, ada):
    here, there = client_of(ada), client_of(ada)
    confirm(here)
    assert there.get("/accounts/email/").status_code == 302


def test_a_code_confirms_as_well_as_the_password(client_of, ada):
    secret = turn_on(client_of(ada))
    client = client_of(ada)
    page = client.get("/accounts/email/", follow=True).content.decode()
    assert "/accounts/2fa/reauthenticate/?next=" in page
    assert client.post("/accounts/2fa/reauthenticate/", {"code": "000000"}).status_code == 200
    client.post("/accounts/2fa/reauthenticate/", {"code": app_code(secret, periods_ago=-1)})
    assert client.get("/accounts/email/").status_code == 200


def test_a_recovery_code_confirms_and_is_spent(client_of, ada):
    here = client_of(ada)
    turn_on(here)
    code = recovery_codes(here)[0]
    client = client_of(ada)
    client.post("/accounts/2fa/reauthenticate/", {"code": code})
    assert client.get("/accounts/email/").status_code == 200
    assert code not in client.get("/accounts/2fa/recovery-codes/").content.decode()


def test_somebody_else_who_signs_in_here_has_confirmed_nothing(client_of, ada, eve):
    client = client_of(ada)
    confirm(client)
    client.force_login(eve, backend="accounts.identity.ByPassword")
    assert client.get("/accounts/email/").status_code == 302


@pytest.mark.parametrize("address", [*ASKING, "2fa/reauthenticate/", "reauthenticate/", "password/change/", "sessions/end/"])
def test_nothing_that_was_posted_waits_in_the_session(client_of, ada, address):
    client = client_of(ada)
    turn_on(client)
    stranger = client_of(ada)
    fields = ["code", "password", "oldpassword", "password1", "email", "key", "session", "action_add"]
    stranger.post(f"/accounts/{address}", dict.fromkeys(fields, CANARY))
    assert CANARY not in stored()
    assert "account_reauthentication_state" not in stored()


# Signing in counts too


def test_who_has_just_signed_in_is_not_asked_again(client, ada, monkeypatch, vaulted):
    log_in(client, ada)
    assert client.get("/vault/").status_code == 200
    assert client.get("/accounts/email/").status_code == 200
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 301)
    assert client.get("/vault/").status_code == 302
    assert client.get("/accounts/email/").status_code == 302


def test_who_signs_in_with_a_code_has_shown_both(client, client_of, ada, vaulted):
    secret = turn_on(client_of(ada))
    log_in(client, ada)
    assert client.get("/vault/").url.startswith("/accounts/login/")
    give_code(client, app_code(secret, periods_ago=-1))
    assert client.get("/vault/").status_code == 200
    assert client.get("/accounts/email/").status_code == 200


def test_a_password_alone_is_not_enough_where_there_is_a_second_step(client, ada, vaulted):
    log_in(client, ada)
    Authenticator.objects.create(user=ada, type="totp", data={})
    assert client.get("/vault/").url.startswith("/accounts/reauthenticate/")
    assert client.get("/accounts/email/").url.startswith("/accounts/reauthenticate/")


def test_the_code_that_turns_the_second_step_on_shows_it(transactional_db, client, ada):
    log_in(client, ada)
    secret = secret_on(client.get("/accounts/2fa/totp/activate/"))
    client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200


def test_a_sign_in_is_of_its_own_session_and_person(client, client_of, ada, eve):
    log_in(client, ada)
    assert client_of(ada).get("/accounts/email/").status_code == 302
    client.force_login(eve, backend="accounts.identity.ByPassword")
    assert client.get("/accounts/email/").status_code == 302


# For other apps: keys, exports


def test_a_page_is_sent_to_confirm_and_back_to_where_it_was(client_of, ada, vaulted):
    client = client_of(ada)
    answer = client.post("/vault/", {"key": CANARY}, headers={"Referer": "http://testserver/settings/providers/?x=1"})
    assert answer.url == "/accounts/reauthenticate/?next=%2Fsettings%2Fproviders%2F"
    assert client.get("/vault/?tab=2").url == "/accounts/reauthenticate/?next=%2Fvault%2F%3Ftab%3D2"
    assert CANARY not in stored()


def test_a_script_is_told_in_words_where_to_go(client_of, ada, vaulted):
    answer = client_of(ada).post("/vault/", {"key": CANARY}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "reauthenticate"
    assert answer.json()["error"]["url"].startswith("/accounts/reauthenticate/")
    assert "HX-Redirect" not in answer


def test_htmx_is_led_there(client_of, ada, vaulted):
    answer = client_of(ada).post("/vault/", {"key": CANARY}, headers={"HX-Request": "true", "Referer": "http://x/settings/"})
    assert (answer.status_code, answer["HX-Redirect"]) == (403, "/accounts/reauthenticate/?next=%2Fsettings%2F")


def test_after_confirming_it_is_done(client_of, ada, vaulted):
    client = client_of(ada)
    confirm(client)
    assert client.post("/vault/", {"key": "it"}).content == b"kept it"


def test_nobody_is_sent_to_the_door_first(client, db, vaulted):
    assert client.get("/vault/").url == "/accounts/login/?next=/vault/"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "http://testserver//evil.example/"])
def test_nobody_is_led_to_another_site(client_of, ada, password, vaulted, back):
    client = client_of(ada)
    url = client.post("/vault/", headers={"Referer": back}).url
    assert "evil" not in client.post(url, {"password": password}).url


# Addresses


@pytest.fixture
def fresh(client_of, ada):
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    client = client_of(ada)
    confirm(client)
    return client


def test_without_a_mail_server_the_page_says_so_and_takes_no_address(fresh):
    assert "cannot send mail" in fresh.get("/accounts/email/").content.decode()
    assert fresh.post("/accounts/email/", {"action_add": "", "email": "countess@example.com"}).status_code == 200
    assert EmailAddress.objects.count() == 1
    assert mail.outbox == []


def test_a_new_address_is_confirmed_before_it_counts(fresh, ada, settings):
    settings.EMAIL_URL, settings.ACCOUNT_EMAIL_VERIFICATION = "smtp://mail.example.com", "mandatory"
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    fresh.post("/accounts/email/", {"action_add": "", "email": "countess@example.com"})
    fresh.post("/accounts/email/", {"action_primary": "", "email": "countess@example.com"})
    ada.refresh_from_db()
    assert ada.email == "ada@example.com"
    link = next(word for word in mail.outbox[0].body.split() if "/confirm-email/" in word)
    fresh.post(link)
    fresh.post("/accounts/email/", {"action_primary": "", "email": "countess@example.com"})
    ada.refresh_from_db()
    assert ada.email == "countess@example.com"
    assert ["ada@example.com"] in [letter.to for letter in mail.outbox]  # the old one hears of it


def test_an_address_can_change_with_two_steps_on(fresh, settings):
    settings.EMAIL_URL = "smtp://mail.example.com"
    turn_on(fresh)
    fresh.post("/accounts/email/", {"action_add": "", "email": "countess@example.com"})
    assert EmailAddress.objects.filter(email="countess@example.com").exists()
