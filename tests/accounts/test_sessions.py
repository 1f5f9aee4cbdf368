"""The list of devices: where a person is signed in, and how they sign out there."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import last_seen, sessions
from realtime import frames
from tests.accounts.door import log_in

pytestmark = pytest.mark.usefixtures("quick_hashes")

HTMX = {"HX-Request": "true"}
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def browser(person, agent=MAC, address="203.0.113.1"):
    client = Client(REMOTE_ADDR=address, headers={"User-Agent": agent})
    log_in(client, person)
    return client


@pytest.fixture
def mac(grace):
    return browser(grace)


@pytest.fixture
def phone(grace):
    return browser(grace, PHONE, "198.51.100.9")


def listed(client):
    """[(device, whether it is this one)] in the order of the page."""
    page = client.get("/accounts/sessions/list/").content.decode()
    return [("This device" in row, re.search(r"<strong>(.*?)</strong>", row)[1]) for row in page.split("<li ")[1:]]


def number_of(client):
    return UserSession.objects.get(session_key=client.session.session_key).pk


def sign_out_there(client, other, **options):
    return client.post("/accounts/sessions/end/", {"session": number_of(other)}, **options)


def is_in(client):
    return client.get("/profile/").status_code == 200


def test_every_device_is_listed_with_its_address_and_this_one_is_marked(mac, phone):
    assert sorted(listed(mac)) == [(False, "Chrome on Android"), (True, "Safari on Mac")]
    assert sorted(listed(phone)) == [(False, "Safari on Mac"), (True, "Chrome on Android")]
    page = mac.get("/accounts/sessions/").content.decode()
    assert "203.0.113.1" in page
    assert "198.51.100.9" in page


def test_one_device_signs_out_another_and_no_third(mac, phone, grace):
    third = browser(grace)
    assert sign_out_there(mac, phone).url == "/accounts/sessions/"
    assert [is_in(client) for client in (mac, phone, third)] == [True, False, True]
    assert (False, "Chrome on Android") not in listed(mac)


def test_everywhere_else_is_everywhere_else(mac, phone, grace, ada):
    third, hers = browser(grace), browser(ada)
    mac.post("/accounts/sessions/end-others/")
    assert [is_in(client) for client in (mac, phone, third, hers)] == [True, False, False, True]
    assert UserSession.objects.filter(user=grace).count() == 1
    assert not Session.objects.filter(session_key=phone.session.session_key).exists()


def test_nobody_signs_out_somebody_else(mac, ada):
    hers = browser(ada)
    assert sign_out_there(mac, hers).status_code == 404
    assert is_in(hers)


def test_this_device_has_its_own_button_and_not_this_one(mac):
    assert sign_out_there(mac, mac).status_code == 404
    assert f'value="{number_of(mac)}"' not in mac.get("/accounts/sessions/").content.decode()


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 30])
def test_a_number_that_is_none_ends_nothing(mac, number):
    assert mac.post("/accounts/sessions/end/", {"session": number}).status_code == 404


def test_a_page_learns_from_the_answer_without_loading_again(mac, phone, grace, transactional_db):
    response = sign_out_there(mac, phone, headers=HTMX)
    assert response.status_code == 200
    assert f'"topic": "{sessions.topic_of(grace.pk)}"' in response.content.decode()


def test_a_sign_in_and_a_sign_out_reach_the_pages_of_that_person(grace, version, transactional_db):
    at_first = version(grace)
    client = browser(grace)
    signed_in = version(grace)
    client.post("/accounts/logout/")
    assert at_first < signed_in < version(grace)


def test_what_signed_out_by_itself_is_not_listed(mac, phone):
    phone.post("/accounts/logout/")
    assert listed(mac) == [(True, "Safari on Mac")]
    assert UserSession.objects.count() == 1


def test_what_ran_out_is_not_listed_and_goes_with_the_clearing(mac, phone):
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date=timezone.now() - timedelta(1))
    assert listed(mac) == [(True, "Safari on Mac")]
    call_command("clearsessions")
    assert UserSession.objects.count() == 1


def test_a_session_whose_password_was_changed_in_the_admin_is_not_listed(mac, grace, ada):
    grace.set_password("another good one")
    grace.save()
    assert sessions.alive(grace) == []


def test_a_changed_password_leaves_this_device_alone(mac, phone, password):
    new = {"oldpassword": password, "password1": "another good one", "password2": "another good one"}
    mac.post("/accounts/password/change/", new)
    assert listed(mac) == [(True, "Safari on Mac")]
    assert UserSession.objects.count() == Session.objects.count() == 1


def test_nobody_and_strangers_see_no_list(client, db, mac, ada):
    assert client.get("/accounts/sessions/").url == "/accounts/login/?next=/accounts/sessions/"
    assert client.get("/accounts/sessions/list/").status_code == 401
    assert "203.0.113.1" not in browser(ada, address="192.0.2.3").get("/accounts/sessions/").content.decode()


# When it was used last


def queries_about_sessions(client, path="/profile/"):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    return [each["sql"] for each in queries if "usersessions" in each["sql"]]


def test_coming_by_costs_no_query_and_no_write(mac):
    mac.get("/profile/")
    assert queries_about_sessions(mac) == []


def test_the_list_costs_the_same_for_one_device_and_for_many(mac, grace, django_assert_max_num_queries):
    for _ in range(10):
        browser(grace)
    with CaptureQueriesContext(connection) as queries:
        assert len(sessions.alive(grace)) == 11
    assert len(queries) == 3


def test_the_time_is_written_once_in_five_minutes(mac, monkeypatch):
    mac.get("/profile/")
    an_hour_ago = timezone.now() - timedelta(hours=1)
    UserSession.objects.update(last_seen_at=an_hour_ago)
    mac.get("/profile/")
    assert UserSession.objects.get().last_seen_at == an_hour_ago
    monkeypatch.setattr(last_seen, "EVERY", -1)
    assert len(queries_about_sessions(mac)) == 1
    assert UserSession.objects.get().last_seen_at > an_hour_ago


def test_another_address_shows_at_once_on_open_lists(mac, grace, version, monkeypatch, transactional_db):
    monkeypatch.setattr(last_seen, "EVERY", -1)
    before = version(grace)
    mac.get("/profile/", REMOTE_ADDR="192.0.2.77")
    assert UserSession.objects.get().ip == "192.0.2.77"
    assert version(grace) > before


def test_a_session_from_before_there_was_a_list_is_listed_when_it_comes_by(client_of, grace):
    client = client_of(grace)
    assert not UserSession.objects.exists()
    assert len(listed(client)) == 1


def test_one_process_remembers_so_many_sessions_and_no_more(monkeypatch):
    monkeypatch.setattr(last_seen, "MOST", 3)
    noted = last_seen.Noted()
    for key in "abcd":
        noted.add(key)
    assert [noted.is_due(key) for key in "abcd"] == [True, False, False, False]


@pytest.mark.django_db(transaction=True)
def test_whoever_hears_of_a_new_session_finds_it_in_the_list(ada, monkeypatch):
    listed = []

    def look(group, message, **how):
        if group == f"topic.{sessions.topic_of(ada.pk)}":
            listed.append(len(sessions.alive(ada)))

    monkeypatch.setattr(frames, "send", look)
    browser(ada)
    assert listed[-1] == 1


def test_what_ran_out_lets_nobody_in(phone):
    assert phone.get("/accounts/sessions/", follow=True).request["PATH_INFO"] == "/accounts/sessions/"
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert phone.get("/accounts/sessions/", follow=True).request["PATH_INFO"] == "/accounts/login/"
