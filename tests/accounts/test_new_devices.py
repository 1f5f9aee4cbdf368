"""A sign-in in a browser that an account has not been seen in: its owner is told, on open pages and by mail."""

import pytest
from django.core import mail
from django.test import Client

from accounts.known_devices import COOKIE
from accounts.models import KnownDevice
from accounts.models.devices import MOST
from tests.accounts.door import log_in
from tests.accounts.test_sessions import PHONE, browser, sign_out_there

pytestmark = pytest.mark.usefixtures("quick_hashes")


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_URL = "smtp://mail.example.com"
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True


@pytest.fixture
def mac(grace):
    return browser(grace)


def notices(client):
    return client.get("/accounts/sessions/new/").content.decode().count("New sign-in:")


def again(client, person):
    client.post("/accounts/logout/")
    log_in(client, person)


def test_the_first_sign_in_ever_is_no_news(mac, mail_server):
    assert notices(mac) == 0
    assert mail.outbox == []


def test_signing_up_is_no_news(client, db, mail_server, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    client.post("/accounts/signup/", {"email": "zoe@example.com", "username": "zoe", "password1": "a good long one"})
    assert KnownDevice.objects.count() == 1
    assert notices(client) == 0


def test_another_browser_is_told_to_the_first_and_not_to_itself(mac, grace):
    phone = browser(grace, PHONE, "198.51.100.9")
    assert (notices(mac), notices(phone)) == (1, 0)
    page = mac.get("/profile/").content.decode()
    assert "New sign-in: Chrome on Android · 198.51.100.9" in page
    assert 'href="/accounts/sessions/"' in page


def test_the_same_browser_is_known_again(mac, grace, mail_server):
    again(mac, grace)
    assert KnownDevice.objects.count() == 1
    assert notices(mac) == 0
    assert mail.outbox == []


def test_two_people_at_one_browser_are_known_each_for_themselves(mac, grace, ada):
    browser(ada)
    mac.post("/accounts/logout/")
    log_in(mac, ada)
    assert KnownDevice.objects.filter(user=ada).count() == 2
    assert KnownDevice.objects.filter(user=ada, noticed=False).count() == 1


def test_the_notice_stays_until_it_is_dismissed_and_then_leaves_every_page(mac, grace, version, transactional_db):
    device = KnownDevice.objects.get()
    browser(grace, PHONE)
    device = KnownDevice.objects.exclude(pk=device.pk).get()
    assert (notices(mac), notices(mac)) == (1, 1)
    before = version(grace)
    mac.post(f"/accounts/sessions/new/{device.pk}/", headers={"HX-Request": "true"})
    assert notices(mac) == 0
    assert version(grace) > before


def test_several_are_one_notice_and_are_dismissed_together(mac, grace):
    for address in ("198.51.100.9", "198.51.100.10", "198.51.100.11"):
        browser(grace, PHONE, address)
    page = mac.get("/accounts/sessions/new/").content.decode()
    assert page.count("New sign-in:") == 1
    assert "198.51.100.11" in page
    assert "and 2 more" in page
    mac.post(f"/accounts/sessions/new/{KnownDevice.objects.latest('at').pk}/", headers={"HX-Request": "true"})
    assert notices(mac) == 0


def test_the_new_browser_and_other_people_cannot_dismiss_it(mac, grace, ada):
    phone, hers = browser(grace, PHONE), browser(ada)
    device = KnownDevice.objects.get(user=grace, noticed=False)
    for client in (phone, hers):
        assert client.post(f"/accounts/sessions/new/{device.pk}/").status_code == 404
    assert notices(mac) == 1


def test_signing_it_out_takes_the_notice_away_and_makes_it_unknown(mac, grace):
    phone = browser(grace, PHONE)
    sign_out_there(mac, phone)
    assert notices(mac) == 0
    log_in(phone, grace)
    assert notices(mac) == 1


def test_after_a_changed_password_only_this_browser_is_known(mac, grace, password):
    phone = browser(grace, PHONE)
    new = {"oldpassword": password, "password1": "another good one", "password2": "another good one"}
    mac.post("/accounts/password/change/", new)
    assert notices(mac) == 0
    log_in(phone, grace, "another good one")
    assert notices(mac) == 1
    mac.post("/accounts/logout/")
    log_in(mac, grace, "another good one")
    assert KnownDevice.objects.filter(noticed=False).count() == 1


def test_a_letter_says_where_and_how_to_end_it(mac, grace, mail_server):
    browser(grace, PHONE, "198.51.100.9")
    (letter,) = mail.outbox
    assert letter.to == [grace.email]
    assert "New sign-in" in letter.subject
    for words in ("Chrome on Android", "198.51.100.9", "http://testserver/accounts/sessions/"):
        assert words in letter.body


def test_a_mail_server_that_is_away_keeps_nobody_out(mac, grace, mail_server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    assert browser(grace, PHONE).get("/profile/").status_code == 200


def test_without_a_mail_server_no_letter_is_written(mac, grace):
    browser(grace, PHONE)
    assert mail.outbox == []


def test_the_cookie_is_for_the_server_alone_and_only_its_hash_is_kept(mac):
    cookie = mac.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)
    assert KnownDevice.objects.get().token not in (cookie.value, "")
    assert len(cookie.value) == 43


def test_whoever_has_no_cookie_leaves_so_many_rows_and_no_more(grace, monkeypatch):
    for number in range(MOST + 5):
        KnownDevice.meet(grace, f"token {number}", "Safari on Mac", None)
    assert KnownDevice.objects.count() == MOST
    assert not KnownDevice.objects.filter(token="token 0").exists()


def test_a_browser_without_a_name_has_one(grace, client):
    log_in(Client(), grace)
    assert KnownDevice.objects.get().name == "A browser"
