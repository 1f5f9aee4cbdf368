"""The operator's view of people."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User


@pytest.fixture
def change(client_of, ada):
    """`change(person, display_name="…")`: Ada fills in the admin's form for this person."""

    def fill_in(person, **changed):
        client, url = client_of(ada), f"/admin/accounts/user/{person.pk}/change/"
        form = client.get(url).context["adminform"].form
        kept = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        sent = {name: value for name, value in kept.items() if value not in (None, False, [])}
        joined = person.date_joined
        sent |= {"date_joined_0": joined.date().isoformat(), "date_joined_1": joined.time().isoformat("seconds")}
        return client.post(url, {**sent, **changed}, follow=True)

    return fill_in


def test_a_name_that_an_operator_changes_reaches_pages_like_any_other(change, grace, transactional_db, monkeypatch):
    from realtime import frames

    heard = []
    monkeypatch.setattr(frames, "send", lambda group, message: heard.append(group))
    response = change(grace, display_name="Amazing Grace")
    assert "was changed successfully" in response.content.decode()
    assert User.objects.get(pk=grace.pk).display_name == "Amazing Grace"
    assert {"topic.people", f"topic.{grace.profile_topic}", f"topic.user.{grace.pk}.activity"} <= set(heard)


def test_an_address_that_an_operator_replaced_lets_nobody_in(change, client, grace, password):
    EmailAddress.objects.create(user=grace, email=grace.email, primary=True, verified=True)
    change(grace, email="hopper@example.com")
    for email, comes_in in [("grace@example.com", False), ("hopper@example.com", True)]:
        client.post("/accounts/login/", {"login": email, "password": password})
        assert ("_auth_user_id" in client.session) is comes_in


def test_an_operator_cannot_store_what_the_profile_refuses(change, grace):
    assert "is not a time zone" in change(grace, time_zone="Mars/Olympus").content.decode()


def test_an_operator_adds_a_person_who_can_sign_in(client_of, client, ada):
    new = {"email": "Zoe@example.com", "username": "zoe", "kind": "internal", "usable_password": "true"}
    passwords = {"password1": "a good long one", "password2": "a good long one"}
    client_of(ada).post("/admin/accounts/user/add/", new | passwords)
    assert User.objects.get(username="zoe").email == "zoe@example.com"
    client.post("/accounts/login/", {"login": "zoe@example.com", "password": "a good long one"})
    assert "_auth_user_id" in client.session


def test_people_are_found_by_name(client_of, ada, grace, eve):
    found = client_of(ada).get("/admin/accounts/user/?q=hopper").content.decode()
    assert "grace@example.com" in found
    assert "eve@example.com" not in found


def test_the_admin_has_no_door_of_its_own(client, db):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/login/?next=/admin/"


def test_who_is_no_operator_is_told_so(client_of, eve):
    response = client_of(eve).get("/admin/accounts/user/", follow=True)
    assert response.status_code == 403
    assert client_of(eve).get("/admin/login/").status_code == 403


def test_an_operator_who_is_in_needs_no_login(client_of, ada):
    assert client_of(ada).get("/admin/login/").url == "/admin/"
