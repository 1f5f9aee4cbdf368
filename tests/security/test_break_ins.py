"""What somebody tries who wants more than is theirs."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.urls import reverse

EVIL = "evil.example"


@pytest.fixture
def clerk(db):
    """Staff with every permission on people, and no superuser."""
    person = get_user_model().objects.create_user("clerk", "clerk@example.com", kind="internal", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    return person


def change(client, person, **values):
    """Send the admin's form of this person with these values."""
    page = reverse("admin:accounts_user_change", args=[person.pk])
    shown = client.get(page)
    if "adminform" not in (shown.context or {}):
        return client.post(page, values)
    form = {name: value for name, value in shown.context["adminform"].form.initial.items() if value is not None}
    dates = {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00", "last_login_0": "", "last_login_1": ""}
    return client.post(page, {name: value for name, value in form.items() if value is not False} | dates | values)


# Sessions


def test_a_session_that_was_planted_before_the_sign_in_is_worth_nothing(client, grace, password):
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.post("/accounts/login/", {"login": grace.email, "password": password})
    assert client.get("/live/whoami/").status_code == 200
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_who_is_let_in_again_has_to_sign_in_again(client_of, ada, grace):
    old = client_of(grace)
    change(client_of(ada), grace, is_active="")
    grace.refresh_from_db()
    assert not grace.is_active
    grace.is_active = True
    grace.save()
    assert old.get("/live/whoami/").status_code == 401


# Rights


def test_staff_gives_no_rights_to_itself(client_of, clerk):
    change(client_of(clerk), clerk, is_superuser="on", display_name="Clerk")
    clerk.refresh_from_db()
    assert not clerk.is_superuser


def test_staff_gives_no_rights_to_others(client_of, clerk, grace):
    permission = Permission.objects.first().pk
    change(client_of(clerk), grace, is_superuser="on", is_staff="on", user_permissions=[permission], display_name="Grace")
    grace.refresh_from_db()
    assert (grace.display_name, grace.is_superuser, grace.is_staff) == ("Grace", False, False)
    assert not grace.user_permissions.exists()


@pytest.mark.parametrize("way", ["change", "password", "delete", "action"])
def test_staff_has_no_power_over_superusers(client_of, clerk, ada, way):
    client, password = client_of(clerk), ada.password
    if way == "change":
        change(client, ada, email="clerk+ada@example.com", is_active="")
    if way == "password":
        new = {"password1": "a new and long one", "password2": "a new and long one", "usable_password": "true"}
        client.post(reverse("admin:auth_user_password_change", args=[ada.pk]), new)
    if way == "delete":
        client.post(reverse("admin:accounts_user_delete", args=[ada.pk]), {"post": "yes"})
    if way == "action":
        chosen = {"action": "delete_selected", "_selected_action": [ada.pk], "post": "yes"}
        client.post(reverse("admin:accounts_user_changelist"), chosen)
    now = get_user_model().objects.get(pk=ada.pk)
    assert (now.email, now.password, now.is_active) == ("ada@example.com", password, True)


def test_staff_still_does_its_work(client_of, clerk, grace):
    change(client_of(clerk), grace, display_name="Admiral Hopper", is_active="")
    grace.refresh_from_db()
    assert (grace.display_name, grace.is_active) == ("Admiral Hopper", False)


# Headers


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_no_letter_and_no_redirect_is_addressed_by_who_asks(client, ada, settings, mailoutbox, header):
    settings.EMAIL_URL = "smtp://localhost"
    client.post("/accounts/password/reset/", {"email": ada.email}, **{header: EVIL})
    assert [letter for letter in mailoutbox if EVIL in letter.body] == []
    answer = client.get("/profile/", **{header: EVIL})
    assert EVIL not in answer.headers.get("Location", "")


@pytest.mark.parametrize("back", [f"//{EVIL}/", f"https://{EVIL}/", f"https:{EVIL}", f"\\\\{EVIL}", "javascript:alert(1)"])
def test_confirming_leads_back_here_or_nowhere(client_of, grace, password, back):
    answer = client_of(grace).post("/accounts/reauthenticate/", {"password": password, "next": back})
    assert EVIL not in answer.headers.get("Location", "")
    assert "javascript" not in answer.headers.get("Location", "")


def test_nor_does_a_forged_referer(client_of, grace, password):
    client = client_of(grace)
    asked = client.post(reverse("data_download"), headers={"Referer": f"http://testserver//{EVIL}/path"})
    answer = client.post(asked.url, {"password": password})
    assert not answer.headers.get("Location", "").startswith(("//", "http"))
