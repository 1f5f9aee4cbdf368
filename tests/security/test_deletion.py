"""How an account ends."""

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse

from accounts.deletion import LastOperator, delete_account
from accounts.models import AuditEntry
from tests.browsers import session_of
from tests.realtime.tabs import run, tab_of
from tests.security.roles import confirm

GONE = "Your account is deleted"


@pytest.fixture
def delete(client_of):
    """`delete(grace)`: she types this and presses the button."""
    return lambda person, typed=None: confirm(client_of(person)).post(
        reverse("profile_delete"), {"username": person.username if typed is None else typed}
    )


def exists(person):
    return get_user_model().objects.filter(pk=person.pk).exists()


def test_the_page_says_what_goes(client_of, grace):
    page = confirm(client_of(grace)).get(reverse("profile_delete")).content.decode()
    for word in ("picture", "settings", "keys", "sessions", "Type grace to confirm"):
        assert word in page


def test_the_username_is_typed_first(delete, grace):
    for typed in ("", "eve", "grac"):
        assert delete(grace, typed).status_code == 422
    assert exists(grace)


def test_however_it_is_spelt(delete, grace):
    assert GONE in delete(grace, " GRACE ").content.decode()
    assert not exists(grace)


def test_the_page_that_says_so_is_nobodys(delete, client, grace):
    answer = delete(grace)
    assert answer.wsgi_request.user.is_anonymous
    assert "Grace" not in answer.content.decode()


def test_who_has_not_just_confirmed_who_they_are_is_asked(client_of, grace):
    answer = client_of(grace).post(reverse("profile_delete"), {"username": "grace"})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert exists(grace)


# The last operator


def test_the_last_operator_stays(delete, ada):
    answer = delete(ada)
    assert answer.status_code == 422
    assert "last operator" in answer.content.decode()
    assert exists(ada)


def test_a_deactivated_operator_is_none(ada, django_user_model):
    django_user_model.objects.create_superuser("bob", "bob@example.com", is_active=False)
    with pytest.raises(LastOperator):
        delete_account(ada)


def test_one_of_two_operators_may_go(ada, django_user_model):
    django_user_model.objects.create_superuser("bob", "bob@example.com")
    delete_account(ada)
    assert not exists(ada)


@pytest.mark.parametrize("way", ["page", "action"])
def test_nor_does_the_last_operator_go_by_the_admin(client_of, ada, grace, way):
    client = client_of(ada)
    if way == "page":
        client.post(reverse("admin:accounts_user_delete", args=[ada.pk]), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [ada.pk, grace.pk], "post": "yes"}
        client.post(reverse("admin:accounts_user_changelist"), chosen)
    assert exists(ada)
    assert exists(grace)


@pytest.mark.parametrize("lost", ["is_active", "is_superuser"])
def test_nor_does_the_last_operator_lose_the_right(client_of, ada, lost):
    page = reverse("admin:accounts_user_change", args=[ada.pk])
    client = client_of(ada)
    form = client.get(page).context["adminform"].form
    kept = {name: value for name, value in form.initial.items() if value and name not in ("groups", "user_permissions", lost)}
    dates = {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00", "last_login_0": "", "last_login_1": ""}
    assert "last operator" in client.post(page, kept | dates).content.decode()
    ada.refresh_from_db()
    assert getattr(ada, lost)


# What others hear of it


def test_open_pages_are_signed_out(quiet, delete, grace, eve):
    """All sockets of that person and nobody else's."""
    session = session_of(grace)

    async def scenario():
        async with tab_of(session=session) as hers, tab_of(eve) as anothers:
            await hers.hello({grace.profile_topic: 0})
            await anothers.hello({eve.profile_topic: 0})
            await database_sync_to_async(delete, thread_sensitive=False)(grace)
            assert await hers.closing() == 4401
            assert not anothers.task.done()

    run(scenario())


def test_a_mail_confirms_it_where_there_is_a_mail_server(transactional_db, settings, delete, grace):
    settings.EMAIL_URL = "smtp://localhost"
    delete(grace)
    (letter,) = mail.outbox
    assert letter.to == ["grace@example.com"]
    assert "is deleted" in letter.body


def test_without_a_mail_server_there_is_none(transactional_db, delete, grace):
    delete(grace)
    assert mail.outbox == []


def test_what_an_operator_did_to_others_stays_without_who(delete, client_of, ada, grace, django_user_model):
    django_user_model.objects.create_superuser("bob", "bob@example.com")
    client_of(ada).post(reverse("admin:accounts_user_delete", args=[grace.pk]), {"post": "yes"})
    delete(ada)
    line = AuditEntry.objects.get(action="admin.deleted")
    assert (line.actor, line.target, line.address, line.device) == (None, f"person {grace.pk}", None, "")
