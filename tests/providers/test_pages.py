"""What the addresses of providers answer: to whom, with which words, and at what cost."""

import threading
import time
from uuid import uuid4

import httpx
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from settings_sync.models import Preference, Provider, ProviderAnswer, ProviderKey
from settings_sync.providers.outcomes import Outcome
from settings_sync.providers.trials import circumstances, remember, try_connection
from tests.browsers import session_of
from tests.providers.server import MODELS, ProviderServer

pytestmark = pytest.mark.django_db
KEY = "sk-adas-own-key-0123456789-wxyz"
PAGE = "/settings/providers/"


def body(response):
    return response.content.decode()


def test_a_saved_key_is_sealed_audited_and_not_shown(confirmed, ada, lab):
    client = confirmed(ada)
    answer = client.post(f"{PAGE}lab/key/", {"key": KEY}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=0, no-cache, no-store, must-revalidate, private")
    assert KEY not in body(answer)
    assert "Key ending in …wxyz" in body(client.get(PAGE))
    line = AuditEntry.objects.get(action="key.saved")
    assert (line.actor, line.target, line.fields) == (ada, "provider lab", ["key"])
    client.post(f"{PAGE}lab/key/remove/")
    assert AuditEntry.objects.filter(action="key.removed").count() == 1
    assert not ProviderKey.objects.exists()


@pytest.mark.parametrize("address", ["lab/key/", "lab/key/remove/"])
def test_a_key_asks_for_a_fresh_sign_in(client_of, ada, lab, address):
    ProviderKey.objects.keep(lab, ada, KEY)
    client = client_of(ada)
    answer = client.post(f"{PAGE}{address}", {"key": "sk-other-key-000000"}, headers={"Referer": f"http://testserver{PAGE}"})
    assert answer.url == f"/accounts/reauthenticate/?next={PAGE.replace('/', '%2F')}"
    answer = client.post(f"{PAGE}{address}", {"key": "sk-other-key-000000"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"][:25]) == (403, "/accounts/reauthenticate/")
    assert ProviderKey.objects.get().last_four == "wxyz"
    assert "sk-other" not in str(dict(client.session.items()))


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "ключ-ключ-ключ", "\x00" * 20, "k" * 1001])
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_what_is_no_key_is_refused_without_being_repeated(confirmed, ada, lab, key, htmx):
    answer = confirmed(ada).post(f"{PAGE}lab/key/", {"key": key}, headers=htmx)
    assert answer.status_code == 422
    assert not key or key not in body(answer)
    assert "field-error" in body(answer)
    assert not ProviderKey.objects.exists()


def test_a_provider_that_is_not_offered_is_not_there(confirmed, ada, lab):
    lab.enabled = False
    lab.save()
    client = confirmed(ada)
    answers = [client.get(f"{PAGE}lab/"), *(client.post(f"{PAGE}lab/{what}/") for what in ("key", "key/remove", "test"))]
    assert {answer.status_code for answer in answers} == {404}
    assert "Lab" not in body(client.get(PAGE))


def test_eve_sees_nothing_of_adas_key_or_answers(client_of, ada, eve, lab):
    ProviderKey.objects.keep(lab, ada, KEY)
    ProviderAnswer.objects.create(
        user=ada, provider=lab, origin=lab.origin, good=True, words="Connected.", listed=[["ft:ada", "ft:ada"]]
    )
    shown = body(client_of(eve).get(PAGE)) + body(client_of(eve).get(f"{PAGE}lab/")) + body(client_of(eve).get("/settings/"))
    assert "wxyz" not in shown
    assert "ft:ada" not in shown
    assert "lab:ft:ada" in body(client_of(ada).get("/settings/"))


@pytest.mark.parametrize(
    ("page", "each"),
    [("/settings/", 0), ("/settings/state/", 0), (PAGE, 6)],  # there a live region for each reads its own version and rows
)
def test_more_providers_are_not_more_queries(client_of, ada, page, each):
    client = client_of(ada)

    def queries(count):
        for slug in [f"p{number}" for number in range(count)]:
            Provider.objects.get_or_create(slug=slug, defaults={"name": slug, "kind": "openai", "base_url": "http://127.0.0.1:9"})
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    client.get(page)
    few = queries(1)
    assert queries(12) <= few + 11 * each


# Preferences


def test_a_switch_and_a_model_are_preferences_like_any_other(ada, lab):
    changes = {
        "provider.lab.enabled": {"value": False, "base_version": 0},
        "provider.lab.model": {"value": "m", "base_version": 0},
    }
    results = Preference.objects.save_changes(ada, uuid4(), changes, "here")
    assert {result["status"] for result in results.values()} == {"applied"}
    again = Preference.objects.save_changes(ada, uuid4(), {"provider.lab.model": {"value": "n", "base_version": 0}}, "there")
    assert again["provider.lab.model"]["status"] == "conflict"


@pytest.mark.parametrize(
    "key", ["provider.nowhere.enabled", "provider.lab.color", "provider.lab", "provider.", "provider.l b.enabled"]
)
def test_a_preference_of_a_provider_that_is_not_there_is_refused(ada, lab, key):
    result = Preference.unset(ada, key).change(False, 0, "here")
    assert (result["status"], result["message"]) == ("invalid", "There is no setting of this name.")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("lab:any-model", "applied"),
        ("lab:", "invalid"),
        ("nowhere:m", "invalid"),
        ("lockstep-guide", "accepted"),
        ("pics:m", "invalid"),
    ],
)
def test_a_default_model_is_of_a_provider_that_speaks(ada, lab, value, status):
    Provider.objects.create(slug="pics", name="Pics", kind="a1111", base_url="http://127.0.0.1:9")
    assert Preference.unset(ada, "default_model").change(value, 0, "here")["status"] == status


def test_the_operators_list_goes_before_what_was_listed(client_of, ada, lab):
    lab.offered, lab.listed = ["only-this"], [["and-this", "and-this"]]
    lab.save()
    page = body(client_of(ada).get("/settings/"))
    assert "lab:only-this" in page
    assert "lab:and-this" not in page


# Testing the connection


@pytest.mark.django_db(transaction=True)
def test_what_was_listed_with_the_shared_key_is_offered_to_everybody(ada, eve, client_of, lab, provider_server):
    ProviderKey.objects.keep(lab, None, "sk-shared-key-000000")
    try_connection(ada, lab)
    assert provider_server.keys_seen == ["sk-shared-key-000000"]
    assert f"lab:{MODELS[0]}" in body(client_of(eve).get("/settings/"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("own", "kept"), [(False, {MODELS[0]: 8_192}), (True, {"shared": 1, MODELS[0]: 8_192})])
def test_how_much_a_model_reads_is_kept_with_whosever_key_it_was_listed(ada, lab, provider_server, own, kept):
    """It is the same for everybody, but one's own key may see other models."""
    ProviderKey.objects.keep(lab, ada if own else None, KEY)
    lab.refresh_from_db()
    lab.learn([], {"shared": 1})
    provider_server.said = {MODELS[0]: {"max_model_len": 8_192}}
    try_connection(ada, lab)
    lab.refresh_from_db()
    assert lab.contexts == kept


@pytest.mark.django_db(transaction=True)
def test_an_answer_about_a_key_that_was_replaced_meanwhile_is_not_kept(ada, lab, provider_server):
    ProviderKey.objects.keep(lab, ada, KEY)
    asked = circumstances(ada, lab)
    ProviderKey.objects.keep(lab, ada, "sk-the-next-key-0000")
    remember(ada, lab, Outcome(True, "Connected."), asked, with_own_key=True)
    assert not ProviderAnswer.objects.exists()


def test_a_second_test_waits_for_the_first(confirmed, ada, lab, provider_server):
    ProviderKey.objects.keep(lab, ada, KEY)
    cache.add(f"provider-trial-{ada.pk}", True, 20)
    answer = confirmed(ada).post(f"{PAGE}lab/test/", headers={"HX-Request": "true"})
    assert "Your last test still waits for its answer." in body(answer)
    assert provider_server.requests == []


def test_a_provider_that_hangs_holds_up_nobody(live_sites, django_user_model, db):
    """More people wait for it than PostgreSQL connections or threads would be there, and every other page answers."""
    site = live_sites(DATABASE_POOL_SIZE="4")
    people = [django_user_model.objects.create(username=f"p{n}", email=f"p{n}@example.com") for n in range(8)]
    with ProviderServer(mode="hangs") as server:
        lab = Provider.objects.create(slug="lab", name="Lab", kind="ollama", base_url=server.url)
        sessions = [session_of(person) for person in people]  # not in the threads: their connections would be left open
        waiting = [threading.Thread(target=ask_in_vain, args=[site.url, session]) for session in sessions]
        for thread in waiting:
            thread.start()
        until(lambda: len(server.requests) == len(people))
        began = time.monotonic()
        page = get(site.url, sessions[0], PAGE)
        took = time.monotonic() - began
        server.let_go.set()
        for thread in waiting:
            thread.join()
    assert page.status_code == 200
    assert took < 3
    assert lab.answers.count() == len(people)


def get(url, session, path):
    with httpx.Client(base_url=url, cookies={settings.SESSION_COOKIE_NAME: session}, trust_env=False) as client:
        return client.get(path)


def ask_in_vain(url, session):
    token = "t" * 32
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: token}
    with httpx.Client(base_url=url, cookies=cookies, trust_env=False, timeout=30) as client:
        client.post(f"{PAGE}lab/test/", headers={"X-CSRFToken": token, "Origin": url})


def until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        threading.Event().wait(0.02)
