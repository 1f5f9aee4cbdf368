"""Every secret is sealed anew while the site runs, and a site without a key that it needs does not start."""

import base64
import os
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import rotation
from config import startup
from settings_sync.models import Provider, ProviderKey, keys
from settings_sync.providers.credentials import credential_for
from tests import servers

OLD, NEW = os.urandom(32), os.urandom(32)


@pytest.fixture
def lab(db):
    return Provider.objects.create(slug="lab", name="Lab", kind="openai", base_url="http://127.0.0.1:9/v1")


@pytest.fixture
def with_old_key(settings):
    settings.SECRETS_KEYS = {"old": OLD}
    return settings


def rotate(*args):
    out = StringIO()
    call_command("rotate_secrets", *args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_every_row_is_sealed_anew_and_still_opens(lab, ada, eve, with_old_key):
    for user in (ada, eve, None):
        ProviderKey.objects.keep(lab, user, f"sk-key-of-{user and user.username}")
    with_old_key.SECRETS_KEYS = {"new": NEW, "old": OLD}
    words = rotate()
    assert "provider keys: 3 sealed anew with new" in words
    assert "may be taken out of SECRETS_KEYS: old" in words
    with_old_key.SECRETS_KEYS = {"new": NEW}
    assert credential_for(eve, lab).text == "sk-key-of-eve"
    assert "provider keys: 0 sealed anew" in rotate()


@pytest.mark.django_db
def test_a_key_of_a_provider_that_moved_is_sealed_anew_and_stays_closed(lab, ada, with_old_key):
    key = ProviderKey.objects.keep(lab, ada, "sk-key")
    Provider.objects.update(base_url="http://127.0.0.1:10/v1")
    with_old_key.SECRETS_KEYS = {"new": NEW, "old": OLD}
    rotate()
    key.refresh_from_db()
    assert key.key_id == "new"
    assert key.has_moved(Provider.objects.get())


@pytest.mark.django_db
def test_what_cannot_be_opened_stays_and_is_told(lab, ada, with_old_key):
    ProviderKey.objects.keep(lab, ada, "sk-key")
    with_old_key.SECRETS_KEYS = {"new": NEW}
    with pytest.raises(CommandError, match=r"1 could not be opened and stay.*not have the key old"):
        rotate()
    assert ProviderKey.objects.get().key_id == "old"
    with pytest.raises(CommandError, match="is not lost"):
        rotate("--forget", "new")
    assert "provider keys: 1 deleted" in rotate("--forget", "old")


@pytest.mark.django_db
def test_a_key_that_was_replaced_since_it_was_read_is_left_as_it_is(lab, ada, with_old_key):
    """The race, decided: between the read and the write of the rotation, its person saves another key."""
    ProviderKey.objects.keep(lab, ada, "sk-before")
    with_old_key.SECRETS_KEYS = {"new": NEW, "old": OLD}
    saves = iter([lambda: ProviderKey.objects.keep(lab, ada, "sk-after")])

    def save_before_the_update(execute, sql, params, many, context):
        if sql.startswith('UPDATE "settings_sync_providerkey"'):
            next(saves, lambda: None)()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(save_before_the_update):
        assert keys.reseal() == (0, 0)
    assert credential_for(ada, lab).text == "sk-after"


@pytest.mark.django_db(transaction=True)
def test_rotation_loses_nothing_while_people_save(lab, django_user_model, with_old_key):
    """Two rounds of rotation against threads that keep saving; what each saved last is what opens."""
    people = [django_user_model.objects.create(username=f"p{n}", email=f"p{n}@example.com") for n in range(4)]
    last, done = {}, threading.Event()
    for person in people:
        ProviderKey.objects.keep(lab, person, "sk-start")
    with_old_key.SECRETS_KEYS = {"new": NEW, "old": OLD}

    def save_on(person):
        count = 0
        while not done.is_set() or count < 5:
            count += 1
            last[person.pk] = f"sk-{person.pk}-{count}"
            ProviderKey.objects.keep(lab, person, last[person.pk])
        connection.close()

    threads = [threading.Thread(target=save_on, args=[person]) for person in people[:2]]
    for thread in threads:
        thread.start()
    for key_id in ("new", "newer", "newest"):
        with_old_key.SECRETS_KEYS = {key_id: os.urandom(32), **with_old_key.SECRETS_KEYS}
        rotate()
    done.set()
    for thread in threads:
        thread.join()
    rotate()
    assert keys.key_ids() == {"newest"}
    for person in people:
        assert credential_for(person, lab).text == last.get(person.pk, "sk-start")


# At the start


@pytest.mark.django_db
def test_missing_keys_are_named(lab, ada, with_old_key):
    ProviderKey.objects.keep(lab, ada, "sk-key")
    assert rotation.missing() == []
    with_old_key.SECRETS_KEYS = {"new": NEW}
    (words,) = rotation.missing()
    assert words.startswith("SECRETS_KEYS does not have the key old, but provider keys in the database are sealed with it")
    assert [error.msg for error in rotation.check_keys(databases=["default"])] == [words]
    assert rotation.check_keys(databases=None) == [], "it asked a database that it may not ask"


@pytest.mark.django_db(transaction=True)
def test_a_process_without_a_key_that_rows_need_refuses_to_start(lab, ada):
    ProviderKey.objects.keep(lab, ada, "sk-key")
    server = servers.Server("daphne", 1, [], SECRETS_KEYS=f"k2:{base64.b64encode(NEW).decode()}").start()
    assert server.process.wait(30) != 0
    words = server.log.read_text()
    assert "SECRETS_KEYS does not have the key test" in words
    assert "sk-key" not in words


@pytest.mark.django_db(transaction=True)
def test_the_environments_providers_have_rows_at_the_start(settings):
    settings.PROVIDER_ADDRESSES = {"openai": "", "ollama": "http://127.0.0.1:11434"}
    for _ in range(2):
        startup.prepare()
    found = Provider.objects.values_list("slug", "name", "kind", "base_url")
    assert sorted(found) == [
        ("ollama", "Ollama", "ollama", "http://127.0.0.1:11434"),
        ("openai", "OpenAI", "openai", "https://api.openai.com/v1"),
    ]
