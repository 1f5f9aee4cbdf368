"""What the audit log has of coming in and going out: who, what, from where; never what was typed."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.models import AuditEntry
from tests.accounts.door import app_code, confirm, give_code, log_in, recovery_codes, turn_on
from tests.accounts.test_sessions import PHONE, browser, is_in, sign_out_there

pytestmark = pytest.mark.usefixtures("quick_hashes")


def lines(*actions):
    """[(action, actor, target, fields)], oldest first; all, or those of these actions."""
    entries = AuditEntry.objects.filter(action__in=actions) if actions else AuditEntry.objects.all()
    return [(each.action, str(each.actor or "nobody"), each.target, each.fields) for each in entries.order_by("pk")]


def test_signing_in_and_out_name_the_person_the_device_and_the_address(grace):
    client = browser(grace, PHONE, "198.51.100.9")
    client.post("/accounts/logout/")
    who = f"person {grace.pk}"
    assert lines() == [("session.began", "Grace Hopper", who, []), ("session.ended", "Grace Hopper", who, [])]
    assert {(each.device, each.address) for each in AuditEntry.objects.all()} == {("Chrome on Android", "198.51.100.9")}


@pytest.mark.parametrize("address", ["grace@example.com", "GRACE@example.com", "amazing@example.com"])
def test_a_refused_sign_in_names_whose_account_it_was(grace, client, address):
    EmailAddress.objects.create(user=grace, email="amazing@example.com", verified=True)
    client.post("/accounts/login/", {"login": address, "password": "canary-4711"})
    assert lines() == [("session.refused", "nobody", f"person {grace.pk}", ["password"])]


def test_a_refused_sign_in_of_nobody_here_keeps_no_address(client, db):
    client.post("/accounts/login/", {"login": "canary@example.com", "password": "canary-4711"})
    assert lines() == [("session.refused", "nobody", "nobody here", ["password"])]


def test_what_the_limits_refused_leaves_no_line(grace, client):
    for _ in range(20):
        log_in(client, grace, "guess")
    assert len(lines("session.refused")) == 5


def test_a_changed_password_and_the_end_of_other_sessions(grace, password):
    client = browser(grace)
    new = {"oldpassword": password, "password1": "another good one", "password2": "another good one"}
    client.post("/accounts/password/change/", new)
    assert lines("password.changed") == [("password.changed", "Grace Hopper", f"person {grace.pk}", ["password"])]


@pytest.mark.django_db(transaction=True)
def test_two_steps_from_on_to_off(grace):
    client, who = browser(grace), f"person {grace.pk}"
    turn_on(client)
    code = recovery_codes(client)[0]
    other = Client()
    log_in(other, grace)
    give_code(other, "canary")
    give_code(other, code)
    confirm(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")
    assert [line[0] for line in lines()] == [
        *("session.began", "mfa.turned_on", "session.refused", "mfa.code_spent", "session.began", "mfa.codes_made"),
        "mfa.turned_off",
    ]
    assert lines("session.refused") == [("session.refused", "nobody", who, ["code"])]
    assert {line[2] for line in lines()} == {who}


def test_a_device_that_was_signed_out_from_another(grace):
    mac, phone = browser(grace), browser(grace, PHONE)
    sign_out_there(mac, phone)
    assert lines("session.revoked") == [("session.revoked", "Grace Hopper", f"person {grace.pk}", [])]
    mac.post("/accounts/sessions/end-others/")
    assert len(lines("session.revoked")) == 1  # there was nothing left to end


def test_addresses_come_and_go(grace, settings):
    settings.EMAIL_URL = "smtp://mail.example.com"
    EmailAddress.objects.create(user=grace, email=grace.email, primary=True, verified=True)
    client = browser(grace)
    confirm(client)
    client.post("/accounts/email/", {"action_add": "", "email": "canary@example.com"})
    EmailAddress.objects.filter(email="canary@example.com").update(verified=True)
    client.post("/accounts/email/", {"action_primary": "", "email": "canary@example.com"})
    client.post("/accounts/email/", {"action_remove": "", "email": "grace@example.com"})
    assert [line[0] for line in lines() if line[0].startswith("email")] == ["email.added", "email.changed", "email.removed"]


def test_no_line_holds_what_was_typed(grace, settings):
    test_addresses_come_and_go(grace, settings)
    client = browser(grace, PHONE)
    client.post("/accounts/login/", {"login": "canary@example.com", "password": "canary-4711"})
    confirm(client, "canary-4712")
    stored = json.dumps(list(AuditEntry.objects.values("action", "target", "fields", "device")))
    assert "canary" not in stored


# The operator's view


def delete_in_admin(client, row):
    url = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
    page = client.get(f"{url}{row.pk}/change/")
    assert page.status_code == 200
    assert client.post(f"{url}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    return page.content.decode() + client.get(url).content.decode()


def test_an_operator_turns_two_steps_off_for_somebody_who_lost_both(client_of, ada, grace):
    client = browser(grace)
    turn_on(client)
    row = Authenticator.objects.get(type="totp")
    shown = delete_in_admin(client_of(ada), row)
    assert row.data["secret"] not in shown
    assert not Authenticator.objects.exists()
    assert not is_in(client)
    assert is_in(browser(grace))


def test_an_operator_signs_somebody_out(client_of, ada, grace):
    mac, phone = browser(grace), browser(grace, PHONE)
    key = phone.session.session_key
    shown = delete_in_admin(client_of(ada), UserSession.objects.get(session_key=key))
    assert key not in shown
    assert (is_in(mac), is_in(phone)) == (True, False)


def test_several_at_once(client_of, ada, grace):
    mac, phone = browser(grace), browser(grace, PHONE)
    numbers = list(UserSession.objects.values_list("pk", flat=True))
    action = {"action": "delete_selected", "_selected_action": numbers, "post": "yes"}
    client_of(ada).post("/admin/usersessions/usersession/", action)
    assert (is_in(mac), is_in(phone)) == (False, False)


def test_the_admin_lets_nobody_in_without_the_second_step(client_of, ada):
    secret = turn_on(client_of(ada))
    client = Client()
    log_in(client, ada)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    give_code(client, app_code(secret, periods_ago=-1))
    assert client.get("/admin/").status_code == 200
