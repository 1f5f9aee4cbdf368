"""Two-step sign-in: an app's code or a recovery code after the password, and secrets that are sealed at rest."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import mfa, sealing
from tests.accounts.door import app_code, confirm, give_code, is_in, log_in, recovery_codes, secret_on, turn_on

pytestmark = pytest.mark.usefixtures("quick_hashes")

OLD_KEY, NEW_KEY = bytes(32), bytes(range(32))


@pytest.fixture
def here(client_of, ada):
    """Ada's browser, in which she has turned it on; `.secret` is what her app knows."""
    client = client_of(ada)
    client.secret = turn_on(client)
    return client


@pytest.fixture
def elsewhere(ada, here):
    """Another browser, in which her password has been typed."""
    client = Client()
    assert log_in(client, ada).url == "/accounts/2fa/authenticate/"
    return client


def test_the_password_alone_does_not_let_in(elsewhere):
    assert not is_in(elsewhere)
    assert elsewhere.get("/profile/").status_code == 302
    assert "Second step" in elsewhere.get("/accounts/2fa/authenticate/").content.decode()


def test_the_apps_code_lets_in(elsewhere, here):
    give_code(elsewhere, app_code(here.secret, periods_ago=-1))
    assert is_in(elsewhere)


@pytest.mark.parametrize("code", ["", "000000", "12345678", "letters"])
def test_a_wrong_code_does_not(elsewhere, code):
    response = give_code(elsewhere, code)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not is_in(elsewhere)


def test_a_code_that_was_used_lets_nobody_in_again(elsewhere, here, ada):
    """Also the one of half a minute ago, which is still right by itself: somebody may have looked over her shoulder."""
    code = app_code(here.secret, periods_ago=1)
    give_code(elsewhere, code)
    watcher = Client()
    log_in(watcher, ada)
    give_code(watcher, code)
    assert (is_in(elsewhere), is_in(watcher)) == (True, False)


def test_the_code_that_turned_it_on_is_used(elsewhere, here):
    give_code(elsewhere, app_code(here.secret))
    assert not is_in(elsewhere)


def test_a_recovery_code_lets_in_once(elsewhere, here, ada):
    code = recovery_codes(here)[0]
    give_code(elsewhere, code)
    assert is_in(elsewhere)
    again = Client()
    log_in(again, ada)
    give_code(again, code)
    assert not is_in(again)


def test_new_recovery_codes_end_the_old_ones(elsewhere, here):
    old = recovery_codes(here)
    assert here.post("/accounts/2fa/recovery-codes/generate/").url == "/accounts/2fa/recovery-codes/"
    assert not set(old) & set(recovery_codes(here))
    give_code(elsewhere, old[1])
    assert not is_in(elsewhere)


def test_the_codes_come_as_a_file_that_is_kept_nowhere(here):
    response = here.get("/accounts/2fa/recovery-codes/download/")
    assert response["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert "no-store" in response["Cache-Control"]
    assert "no-store" in here.get("/accounts/2fa/recovery-codes/")["Cache-Control"]


def test_turned_off_the_password_is_enough_again(here, ada):
    here.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    client = Client()
    log_in(client, ada)
    assert is_in(client)


def test_who_could_not_confirm_an_address_can_still_turn_it_on(client, db):
    """Without a mail server addresses stay unconfirmed."""
    client.post("/accounts/signup/", {"email": "zoe@example.com", "username": "zoe", "password1": "a good long one"})
    assert not EmailAddress.objects.get(email="zoe@example.com").verified
    confirm(client, "a good long one")
    assert secret_on(client.get("/accounts/2fa/totp/activate/"))


# At rest


def everything_stored():
    sessions = [row.get_decoded() for row in Session.objects.all()]
    return json.dumps([sessions, list(Authenticator.objects.values_list("data", flat=True))])


def test_the_secret_of_the_app_is_stored_nowhere_in_clear(client_of, ada):
    client = client_of(ada)
    confirm(client)
    secret = secret_on(client.get("/accounts/2fa/totp/activate/"))
    assert secret not in everything_stored()
    client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert secret not in everything_stored()
    client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert Authenticator.objects.count() == 2
    assert secret not in everything_stored()


def test_every_secret_of_a_row_is_sealed(here):
    secrets = [row.data[name] for row in Authenticator.objects.all() for name in mfa.SECRETS if name in row.data]
    assert len(secrets) == 2
    assert all(map(mfa.is_sealed, secrets))


def test_a_new_key_takes_over_and_the_codes_go_on(here, elsewhere, settings, ada):
    codes, old_id = recovery_codes(here), sealing.newest_key_id()
    assert mfa.key_ids() == {old_id}
    settings.SECRETS_KEYS = {"new": NEW_KEY} | settings.SECRETS_KEYS
    assert mfa.reseal() == (2, 0)
    assert mfa.reseal() == (0, 0)
    assert mfa.key_ids() == {"new"}
    settings.SECRETS_KEYS = {"new": NEW_KEY}
    assert recovery_codes(here) == codes
    give_code(elsewhere, app_code(here.secret, periods_ago=-1))
    assert is_in(elsewhere)


def test_what_cannot_be_opened_is_left_as_it_is_and_counted(here, settings):
    before = everything_stored()
    settings.SECRETS_KEYS = {"other": OLD_KEY}
    assert mfa.reseal() == (0, 2)
    assert everything_stored() == before


def test_the_command_for_new_keys_knows_this_store():
    assert sealing.stores["two-step codes"].reseal is mfa.reseal
