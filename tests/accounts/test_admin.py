"""The operator's view of people."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.audit import record
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


@pytest.mark.parametrize(("field", "words"), [("email", "This address is taken."), ("username", "This username is taken.")])
@pytest.mark.parametrize("spelling", [str.lower, str.upper])
def test_what_is_taken_is_said_once_beside_its_field(change, grace, eve, field, words, spelling):
    form = change(grace, **{field: spelling(getattr(eve, field))}).context["adminform"].form
    assert form.errors == {field: [words]}


@pytest.mark.parametrize(("field", "value"), [("email", "EVE@example.com"), ("email", "eve@example.com"), ("username", "EVE")])
def test_so_it_is_where_a_person_is_added(client_of, ada, eve, field, value):
    new = {"email": "zoe@example.com", "username": "zoe", "kind": "internal", "usable_password": "true"}
    passwords = {"password1": "a good long one", "password2": "a good long one"}
    form = client_of(ada).post("/admin/accounts/user/add/", new | passwords | {field: value}).context["adminform"].form
    assert {name: len(problems) for name, problems in form.errors.items()} == {field: 1}
    assert "onstraint" not in str(form.errors)


def test_a_person_is_checked_in_words_without_a_form_too(grace, eve):
    grace.email = "EVE@example.com"
    with pytest.raises(ValidationError) as refusal:
        grace.full_clean()
    assert refusal.value.message_dict == {"email": ["This address is taken."]}


# Pictures


@pytest.fixture
def remove_pictures(transactional_db, settings, tmp_path):
    """`remove_pictures(client, grace, eve)`: choose these people and run the action. Returns what it says."""
    settings.MEDIA_ROOT = tmp_path

    def run(client, *people):
        chosen = {"action": "remove_pictures", "_selected_action": [person.pk for person in people]}
        answer = client.post("/admin/accounts/user/", chosen, follow=True)
        return [str(message) for message in answer.context["messages"]]

    return run


def show(*people):
    for person in people:
        person.change_picture(ContentFile(b"picture", "avatar.webp"))


def test_an_operator_hears_how_many_pictures_went(remove_pictures, client_of, ada, grace, eve):
    show(grace, eve)
    assert remove_pictures(client_of(ada), grace, eve, ada) == ["2 pictures removed."]
    show(eve)
    assert remove_pictures(client_of(ada), grace, eve) == ["1 picture removed."]
    assert remove_pictures(client_of(ada), grace) == ["There was no picture to remove."]


def test_and_whose_are_not_theirs_to_remove(remove_pictures, client_of, ada, grace, eve):
    grace.is_staff = True
    grace.save()
    grace.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    show(ada, eve)
    operators = "1 left alone: only a superuser changes staff."
    assert remove_pictures(client_of(grace), ada, eve) == ["1 picture removed.", operators]
    assert remove_pictures(client_of(grace), ada) == [operators]
    assert User.objects.get(pk=ada.pk).avatar


def test_the_audit_log_counts_its_entries(client_of, ada, grace):
    for _ in range(2):
        record(None, "profile.changed", actor=grace)
    assert "2 audit log entries" in client_of(ada).get("/admin/accounts/auditentry/").content.decode()
