"""Preferences as a file: out as they are, in only as far as they are good, and never without having been shown first."""

import json
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from settings_sync.models import Mutation, Preference, PreferenceChange

pytestmark = pytest.mark.django_db
IMPORT, APPLY = "/settings/import/", "/settings/import/apply/"


def file_of(values=None, **data):
    data = {"format": "lockstep.preferences", "version": 1, "preferences": values} | data
    return SimpleUploadedFile("preferences.json", json.dumps(data).encode())


def text_of(answer):
    return unescape(answer.content.decode())


def value_of(user, key):
    return Preference.objects.of(user, [key])[key].value


@pytest.fixture
def previewed(client_of, ada):
    """Choose a file; the answer, and what its form would send."""
    client = client_of(ada)

    def preview(values):
        answer = client.post(IMPORT, {"file": file_of(values)})
        form = answer.context["form"]
        return answer, {"mutation_id": str(form["mutation_id"].value()), "changes": form["changes"].value()}

    preview.apply = lambda data: client.post(APPLY, data, follow=True)
    return preview


def test_an_export_is_a_file_with_everything_and_without_keys(client_of, ada):
    Preference.objects.create(user=ada, key="system_prompt", value="Sei nett.\n🙂")
    answer = client_of(ada).get("/settings/export/")
    data = answer.json()
    assert answer["Content-Disposition"].startswith('attachment; filename="lockstep-preferences-2')
    assert (data["format"], data["version"]) == ("lockstep.preferences", 1)
    assert data["preferences"]["system_prompt"] == "Sei nett.\n🙂"
    assert data["preferences"]["temperature"] == 0.7


def test_what_one_person_exports_another_can_import(client_of, ada, grace, previewed):
    Preference.objects.create(user=grace, key="theme", value="dark")
    exported = client_of(grace).get("/settings/export/").json()["preferences"]
    answer, data = previewed(exported)
    assert "1 setting would change" in text_of(answer)
    assert "<ins>Dark</ins>" in text_of(answer)
    assert value_of(ada, "theme") == "system"
    assert "1 setting imported." in text_of(previewed.apply(data))
    assert value_of(ada, "theme") == "dark"


def test_an_import_is_one_mutation_with_lines_in_the_history(ada, previewed):
    _, data = previewed({"theme": "dark", "max_tokens": 5})
    previewed.apply(data)
    assert Mutation.objects.count() == 1
    assert {(row.key, row.value) for row in PreferenceChange.objects.all()} == {("theme", "dark"), ("max_tokens", 5)}
    previewed.apply(data)
    assert PreferenceChange.objects.count() == 2


def test_bad_values_are_refused_in_words_unknown_keys_named_and_the_rest_is_offered(ada, previewed):
    answer, data = previewed({"temperature": 9, "theme": "dark", "colour": "red", "notify_sound": True})
    text = text_of(answer)
    assert "Temperature:" in text
    assert "Enter a number from 0 to 2." in text
    assert "colour" in text
    assert "1 is as in the file already." in text
    previewed.apply(data)
    assert (value_of(ada, "theme"), value_of(ada, "temperature")) == ("dark", 0.7)


def test_what_changed_since_the_preview_is_shown_again_and_not_overwritten(ada, previewed):
    _, data = previewed({"max_tokens": 5, "theme": "dark"})
    Preference.objects.create(user=ada, key="max_tokens", value=99)
    answer = previewed.apply(data)
    assert answer.status_code == 409
    assert "Changed meanwhile." in text_of(answer)
    assert (value_of(ada, "max_tokens"), value_of(ada, "theme")) == (99, "dark")
    form = answer.context["form"]
    previewed.apply({"mutation_id": str(form["mutation_id"].value()), "changes": form["changes"].value()})
    assert value_of(ada, "max_tokens") == 5


BAD = {
    "not JSON": (b"{", "is not JSON"),
    "deep": (b"[" * 60_000, "is not JSON"),
    "not a number": (b'{"format": NaN}', "is not JSON"),
    "bytes": (b"\xff\xfe\x00", "is not JSON"),
    "a list": (b"[]", "not a file of preferences"),
    "something else": (b'{"a": 1}', "not a file of preferences"),
    "a later version": (b'{"format": "lockstep.preferences", "version": 2}', "another version"),
    "no preferences": (b'{"format": "lockstep.preferences", "version": 1, "preferences": []}', "no preferences"),
    "too large": (b" " * 65_537, "too large. At most 64 KB."),
    "empty": (b"", "empty"),
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD)
def test_what_is_not_a_file_of_preferences_is_refused_in_words(client_of, ada, content, words):
    answer = client_of(ada).post(IMPORT, {"file": SimpleUploadedFile("p.json", content)})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_no_file_is_said_in_words(client_of, ada):
    assert "This field is required." in text_of(client_of(ada).post(IMPORT))


@pytest.mark.parametrize("value", [{"a": []}, [1], "x" * 9000, None, 10**400, True, "\ud83d"], ids=str)
def test_any_json_as_a_value_is_refused_and_not_an_error_page(previewed, value):
    values = dict.fromkeys(["temperature", "system_prompt", "theme", "default_model"], value)
    answer, _ = previewed(values)
    assert answer.status_code == 200
    assert not answer.context["plan"].changes or value is None


def test_a_thousand_unknown_keys_do_not_fill_the_page(previewed):
    answer, _ = previewed({f"{'k' * 30}{number}": 1 for number in range(1000)})
    assert "and 980 more" in text_of(answer)


def test_a_name_that_is_half_a_character_is_named_all_the_same(previewed):
    answer, _ = previewed({"\ud800": 1, "colour": 1})
    assert "\ufffd, colour" in text_of(answer)


@pytest.mark.parametrize("changes", ["", "{", "[]", "null", '{"theme": "dark"}', '{"theme": {"value": 1, "base_version": "x"}}'])
def test_a_preview_that_was_tampered_with_changes_nothing(client_of, ada, changes):
    data = {"mutation_id": "0b9d3c8e-4a1a-4b1f-9d51-3a1d4fd0b6a1", "changes": changes}
    assert "Choose the file again." in text_of(client_of(ada).post(APPLY, data, follow=True))
    assert not Preference.objects.exists()


def test_a_preview_cannot_smuggle_in_what_the_rules_forbid(client_of, ada):
    changes = json.dumps({"temperature": {"value": 9, "base_version": 0}, "colour": {"value": 1, "base_version": 0}})
    data = {"mutation_id": "0b9d3c8e-4a1a-4b1f-9d51-3a1d4fd0b6a1", "changes": changes}
    assert client_of(ada).post(APPLY, data).status_code == 409
    assert not Preference.objects.exists()
