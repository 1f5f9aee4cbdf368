"""What the settings page's addresses answer, to whom, and how they refuse."""

import json
from uuid import uuid4

import pytest

from settings_sync.models import Preference

pytestmark = pytest.mark.django_db

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0"


def body(user, changes=None):
    changes = {"temperature": {"value": 1.2, "base_version": 0}} if changes is None else changes
    return {"user": user.pk, "mutation_id": str(uuid4()), "changes": changes}


def post(client, data, **headers):
    text = data if isinstance(data, (str, bytes)) else json.dumps(data)
    return client.post("/settings/save/", text, content_type="application/json", headers=headers)


def frame_of(answer, topic):
    """The one frame of this topic among those that came with the answer."""
    (frame,) = [frame for frame in answer["frames"] if frame["topic"] == topic]
    return frame


@pytest.mark.django_db(transaction=True)
def test_a_save_answers_with_results_and_frames(client_of, ada):
    answer = post(client_of(ada), body(ada), **{"User-Agent": MAC}).json()
    assert answer["results"]["temperature"]["status"] == "applied"
    assert answer["results"]["temperature"]["device"] == "Firefox on Mac"
    (patch,) = frame_of(answer, f"user.{ada.pk}.preferences")["patches"]
    assert (patch["op"], patch["key"], patch["value"]["value"]) == ("set", "temperature", 1.2)


@pytest.mark.django_db(transaction=True)
def test_one_save_of_many_keys_is_one_frame(client_of, ada):
    changes = {key: {"value": value, "base_version": 0} for key, value in [("theme", "dark"), ("max_tokens", 5)]}
    frame = frame_of(post(client_of(ada), body(ada, changes)).json(), f"user.{ada.pk}.preferences")
    assert {patch["key"] for patch in frame["patches"]} == {"theme", "max_tokens"}


def test_state_has_every_preference_and_its_versions(client_of, ada):
    Preference.objects.create(user=ada, key="theme", value="dark")
    state = client_of(ada).get("/settings/state/").json()
    assert state["user"] == ada.pk
    assert list(state["topics"]) == [f"user.{ada.pk}.preferences"]
    assert state["preferences"]["theme"]["value"] == "dark"
    assert state["preferences"]["temperature"] == {"value": 0.7, "version": 0, "device": "", "at": None}


def test_nobody_sees_the_settings_of_another(client_of, ada, eve):
    Preference.objects.create(user=ada, key="system_prompt", value="Ada's secret")
    eves = client_of(eve)
    assert "secret" not in eves.get("/settings/").content.decode()
    assert "secret" not in eves.get("/settings/state/").content.decode()


def test_signed_out_requests_for_json_get_401_in_words(client, ada):
    for answer in (client.get("/settings/state/"), post(client, body(ada))):
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "signed_out"
    assert client.get("/settings/").headers["Location"].startswith("/accounts/login/")


def test_what_ada_typed_is_not_saved_for_eve_who_signed_in_after_her(client_of, ada, eve):
    answer = post(client_of(eve), body(ada))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "other_user")
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        b"\xff\xfe",
        "[" * 60_000,
        '{"user": NaN}',
        "1" * 5000,
    ],
    ids=["empty", "cut", "list", "null", "text", "bytes", "deep", "nan", "long number"],
)
def test_what_is_not_a_save_gets_400_in_words(client_of, ada, text):
    answer = post(client_of(ada), text)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "malformed"
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "changes",
    [
        [],
        None,
        {"theme": "dark"},
        {"theme": {"value": "dark"}},
        {"theme": {"base_version": 0}},
        {"theme": {"value": "dark", "base_version": "0"}},
        {"theme": {"value": "dark", "base_version": True}},
        {"theme": {"value": "dark", "base_version": -1}},
        {"theme": {"value": "dark", "base_version": 2**31}},
        {"": {"value": "dark", "base_version": 0}},
        {"a\u0000": {"value": "dark", "base_version": 0}},
        {"k" * 65: {"value": "dark", "base_version": 0}},
    ],
)
def test_changes_of_the_wrong_shape_get_400(client_of, ada, changes):
    assert post(client_of(ada), body(ada) | {"changes": changes}).status_code == 400
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    "overrides", [{"mutation_id": "1"}, {"mutation_id": 1}, {"mutation_id": None}, {"user": "1"}, {"user": True}]
)
def test_a_save_without_a_proper_id_or_person_gets_400(client_of, ada, overrides):
    assert post(client_of(ada), body(ada) | overrides).status_code == 400


def test_too_much_gets_413(client_of, ada):
    answer = post(client_of(ada), body(ada, {"system_prompt": {"value": "x" * 70_000, "base_version": 0}}))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_without_a_csrf_token_nothing_is_saved(client_of, ada):
    answer = post(client_of(ada, enforce_csrf_checks=True), body(ada))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")
    assert not Preference.objects.exists()


def test_the_theme_is_in_the_page_before_any_script(client_of, ada):
    Preference.objects.create(user=ada, key="theme", value="dark")
    assert 'data-theme="dark">' in client_of(ada).get("/settings/").content.decode()
