"""The page as a plain form, for browsers that run no script."""

import json
from html import unescape

import pytest
from django.test import Client

from settings_sync.models import Preference

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client_of, ada):
    """Open the page; what its form would send if nothing was touched."""
    client = client_of(ada)

    def fields(response=None):
        form = (response or client.get("/settings/")).context["form"]
        data = {bound.name: bound.value() for bound in form}
        data["shown"] = data["shown"] if isinstance(data["shown"], str) else json.dumps(data["shown"])
        return {name: value for name, value in data.items() if value is not False and value is not None}

    fields.post = lambda data: client.post("/settings/", data)
    return fields


def value_of(user, key):
    return Preference.objects.of(user, [key])[key].value


def test_the_form_saves_and_comes_back(shown, ada):
    answer = shown.post(shown() | {"temperature": "1.4", "theme": "dark"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")
    assert (value_of(ada, "temperature"), value_of(ada, "theme")) == (1.4, "dark")


def test_only_what_was_touched_is_saved(shown, ada):
    shown.post(shown() | {"temperature": "1.4"})
    assert [each.key for each in Preference.objects.all()] == ["temperature"]


def test_untouched_fields_do_not_undo_what_another_device_changed_meanwhile(shown, ada):
    page = shown()
    Preference.objects.create(user=ada, key="theme", value="dark")
    shown.post(page | {"temperature": "1.4"})
    assert value_of(ada, "theme") == "dark"


def test_line_ends_of_a_form_are_not_a_change(shown, ada):
    Preference.objects.create(user=ada, key="system_prompt", value="one\ntwo")
    shown.post(shown() | {"system_prompt": "one\r\ntwo"})
    assert Preference.objects.get().version == 1
    shown.post(shown() | {"system_prompt": "one\r\nthree"})
    assert value_of(ada, "system_prompt") == "one\nthree"


def test_a_switch_can_be_turned_off(shown, ada):
    page = shown()
    del page["notify_sound"]
    shown.post(page)
    assert value_of(ada, "notify_sound") is False


def test_a_bad_value_shows_the_page_again_with_words_and_what_was_typed(shown, ada):
    answer = shown.post(shown() | {"temperature": "9", "system_prompt": "Be kind."})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Enter a number from 0 to 2." in text
    assert "Be kind." in text
    assert not Preference.objects.exists()


def test_a_conflict_shows_theirs_keeps_mine_and_lets_a_second_save_decide(shown, ada):
    page = shown()
    Preference.objects.create(user=ada, key="temperature", value=0.2, device="Firefox on Mac")
    answer = shown.post(page | {"temperature": "1.4"})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Changed on Firefox on Mac" in text
    assert "to: 0.2. Save again to keep yours." in text
    assert value_of(ada, "temperature") == 0.2
    assert shown(answer)["temperature"] == "1.4"
    assert shown.post(shown(answer)).status_code == 302
    assert value_of(ada, "temperature") == 1.4


def test_pressing_save_twice_saves_once(shown, ada):
    page = shown() | {"temperature": "1.4"}
    shown.post(page)
    shown.post(page)
    assert Preference.objects.get().version == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"theme": 3}', '{"theme": {"version": "x", "value": 1}}'])
def test_a_broken_hidden_field_is_words_and_not_an_error_page(shown, text):
    answer = shown.post(shown() | {"shown": text, "temperature": "1.4"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_signed_out_the_form_leads_to_the_login_page(shown):
    assert Client().post("/settings/", shown()).headers["Location"].startswith("/accounts/login/")
