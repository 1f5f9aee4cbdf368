"""Coming in and going out, through the site's own pages."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail

from accounts.models import User

SIGN_UP = {"email": "Zoe@Example.com", "username": "zoe", "password1": "a good long one"}


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_URL = "smtp://mail.example.com"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def signed_in(client):
    return "_auth_user_id" in client.session


def log_in(client, email, password):
    return client.post("/accounts/login/", {"login": email, "password": password})


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_whoever_signs_up_without_a_mail_server_is_in(client, db):
    response = client.post("/accounts/signup/", SIGN_UP)
    person = User.objects.get(email="zoe@example.com")
    assert (response.url, person.kind, person.username) == ("/", "external", "zoe")
    assert signed_in(client)


def test_with_a_mail_server_the_address_is_verified_first(client, db, mail_server):
    client.post("/accounts/signup/", SIGN_UP)
    assert not signed_in(client)
    (letter,) = mail.outbox
    link = re.search(r"/accounts/confirm-email/\S+", letter.body)[0]
    client.post(link)
    log_in(client, "zoe@example.com", SIGN_UP["password1"])
    assert signed_in(client)


@pytest.mark.parametrize(
    ("field", "value"), [("email", "ADA@example.com"), ("username", "Ada"), ("password1", "12345678"), ("email", "no")]
)
def test_a_sign_up_that_cannot_be_is_given_back(client, ada, field, value):
    response = client.post("/accounts/signup/", SIGN_UP | {field: value})
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {field}
    assert User.objects.count() == 1


def test_a_closed_site_takes_no_sign_ups(client, db, settings):
    settings.REGISTRATION_OPEN = False
    response = client.post("/accounts/signup/", SIGN_UP)
    assert "closed" in words(response)
    assert not User.objects.exists()


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.com"])
def test_people_sign_in_by_their_address(client, ada, password, email):
    assert log_in(client, email, password).url == "/"
    assert signed_in(client)


@pytest.mark.parametrize(("email", "typed"), [("ada@example.com", "wrong"), ("ada", "lockstep-demo"), ("", "")])
def test_nobody_else_comes_in(client, ada, email, typed):
    assert log_in(client, email, typed).status_code == 200
    assert not signed_in(client)


def test_who_was_deactivated_stays_out(client, ada, password):
    ada.is_active = False
    ada.save()
    log_in(client, ada.email, password)
    assert not signed_in(client)


def test_who_signs_in_comes_to_the_page_he_wanted_and_nowhere_else(client, ada, password):
    for wanted, reached in [("/profile/", "/profile/"), ("https://evil.example/", "/")]:
        response = client.post("/accounts/login/", {"login": ada.email, "password": password, "next": wanted})
        assert response.url == reached
        client.logout()


def test_signing_out_ends_this_session_and_no_other(client_of, ada):
    here, there = client_of(ada), client_of(ada)
    assert here.post("/accounts/logout/").url == "/accounts/login/"
    assert not signed_in(here)
    assert signed_in(there)
    assert Session.objects.filter(session_key=there.session.session_key).exists()


def test_a_changed_password_ends_all_other_sessions(client_of, ada, password):
    here, there = client_of(ada), client_of(ada)
    here.post(
        "/accounts/password/change/",
        {"oldpassword": password, "password1": "another good one", "password2": "another good one"},
    )
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("another good one")


def test_the_old_password_is_asked_for(client_of, ada, password):
    new = {"oldpassword": "wrong", "password1": "another good one", "password2": "another good one"}
    assert client_of(ada).post("/accounts/password/change/", new).context["form"].errors.keys() == {"oldpassword"}
    ada.refresh_from_db()
    assert ada.check_password(password)


def test_a_forgotten_password_is_set_anew_by_letter(client, ada, mail_server):
    client.post("/accounts/password/reset/", {"email": ada.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another good one", "password2": "another good one"})
    ada.refresh_from_db()
    assert ada.check_password("another good one")


def test_the_letter_does_not_tell_who_has_an_account(client, ada, mail_server):
    known = client.post("/accounts/password/reset/", {"email": ada.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert known.url == unknown.url


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_mail_server_the_page_says_so_and_sends_nothing(client, ada, method):
    response = getattr(client, method)("/accounts/password/reset/", {"email": ada.email})
    assert response.status_code == 200
    assert "cannot send mail" in words(response)
    assert not mail.outbox


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/profile/?tab=2", "/profile/"),
        ("https://evil.example/profile/", "/profile/"),
        ("http://testserver//evil.example/", "/"),
        ("", "/"),
    ],
)
def test_a_form_that_outlived_its_session_leads_back_to_its_page(client, grace, password, referer, back):
    url = client.post("/profile/data/download/", headers={"Referer": referer}).url
    assert url.startswith("/accounts/login/?next=")
    assert client.post(url, {"login": grace.email, "password": password}).url == back
    assert client.get(back).status_code == 200


@pytest.mark.parametrize("path", ["/profile/", "/usage/", "/settings/", "/chat/"])
def test_a_script_that_is_signed_out_is_told_so_in_json(client, db, path):
    answer = client.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "signed_out")


def test_a_referer_that_is_no_address_leads_nowhere(client, db):
    answer = client.post("/usage/budget/", {}, headers={"Referer": "http://["})
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/")
