"""The verb behind every save: compare, then set, key by key."""

from uuid import uuid4

import pytest

from settings_sync.models import Mutation, Preference

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(ada):
    def save(changes, mutation_id=None, device="Laptop"):
        changes = {key: {"value": value, "base_version": base} for key, (value, base) in changes.items()}
        return Preference.objects.save_changes(ada, mutation_id or uuid4(), changes, device)

    return save


def stored(user, key):
    return Preference.objects.of(user, [key])[key]


def test_what_was_never_set_is_its_default_at_version_0(ada):
    assert stored(ada, "temperature").as_json() == {"value": 0.7, "version": 0, "device": "", "at": None}


def test_the_first_save_makes_version_1(save, ada):
    result = save({"temperature": (1.2, 0)})["temperature"]
    assert (result["status"], result["value"], result["version"], result["device"]) == ("applied", 1.2, 1, "Laptop")
    assert stored(ada, "temperature").as_json() == {key: result[key] for key in ("value", "version", "device", "at")}


def test_only_the_touched_keys_change(save, ada):
    save({"temperature": (1.2, 0)})
    save({"max_tokens": (10, 0)})
    assert stored(ada, "temperature").version == 1


def test_an_edit_of_an_older_version_is_a_conflict_and_changes_nothing(save, ada):
    save({"temperature": (1.2, 0)}, device="Phone")
    result = save({"temperature": (0.3, 0)})["temperature"]
    assert (result["status"], result["value"], result["version"], result["device"]) == ("conflict", 1.2, 1, "Phone")
    assert stored(ada, "temperature").value == 1.2


def test_a_conflict_in_one_key_does_not_hold_up_another(save, ada):
    save({"temperature": (1.2, 0)})
    results = save({"temperature": (0.3, 0), "max_tokens": (10, 0)})
    assert [results[key]["status"] for key in ("temperature", "max_tokens")] == ["conflict", "applied"]


def test_the_same_value_is_accepted_whatever_its_base(save, ada):
    save({"temperature": (1.2, 0)})
    result = save({"temperature": (1.2, 0)})["temperature"]
    assert (result["status"], result["version"]) == ("accepted", 1)


def test_a_base_from_the_future_is_a_conflict(save):
    assert save({"temperature": (1.2, 7)})["temperature"]["status"] == "conflict"


def test_a_repeated_mutation_gets_its_first_answer_and_changes_nothing(save, ada):
    mutation_id = uuid4()
    first = save({"temperature": (1.2, 0)}, mutation_id)
    save({"temperature": (0.3, 1)})
    assert save({"temperature": (1.2, 0)}, mutation_id) == first
    assert stored(ada, "temperature").value == 0.3


def test_the_mutations_of_two_people_do_not_meet(save, ada, grace):
    mutation_id = uuid4()
    save({"temperature": (1.2, 0)}, mutation_id)
    changes = {"temperature": {"value": 0.4, "base_version": 0}}
    Preference.objects.save_changes(grace, mutation_id, changes, "Desk")
    assert stored(grace, "temperature").value == 0.4
    assert Mutation.objects.count() == 2


BAD = {
    "too hot": ("temperature", 2.1, "Enter a number from 0 to 2."),
    "below zero": ("temperature", -0.1, "Enter a number from 0 to 2."),
    "between the steps": ("temperature", 0.75, "one digit after the point"),
    "text for a number": ("temperature", "0.5", "Enter a number."),
    "a switch for a number": ("temperature", True, "Enter a number."),
    "nothing for a number": ("temperature", None, "Enter a number."),
    "not a number": ("temperature", float("nan"), "Enter a smaller number."),
    "infinity": ("temperature", float("inf"), "Enter a smaller number."),
    "a number beyond floats": ("max_tokens", 10**400, "Enter a smaller number."),
    "half a token": ("max_tokens", 1.5, "Enter a number from 1 to 200,000."),
    "no tokens": ("max_tokens", 0, "Enter a number from 1 to 200,000."),
    "a number for a switch": ("notify_sound", 1, "on or off"),
    "words for a switch": ("notify_sound", "off", "on or off"),
    "a number for a text": ("system_prompt", 5, "Enter a text."),
    "a list for a text": ("system_prompt", ["a"], "Enter a text."),
    "too long a text": ("system_prompt", "x" * 8001, "8000"),
    "a null character": ("system_prompt", "a\x00b", "Null characters"),
    "half a surrogate pair": ("system_prompt", "\ud83d", "cannot be stored"),
    "an unknown theme": ("theme", "sepia", "not one of the available choices"),
    "an unknown model": ("default_model", "gpt-17", "not one of the available choices"),
    "an unknown key": ("colour", "red", "no setting of this name"),
}


@pytest.mark.parametrize(("key", "value", "words"), BAD.values(), ids=BAD)
def test_a_bad_value_is_refused_in_words_and_the_rest_is_saved(save, ada, key, value, words):
    results = save({key: (value, 0), "notify_toast": (False, 0)})
    assert results[key]["status"] == "invalid"
    assert words in results[key]["message"]
    assert results["notify_toast"]["status"] == "applied"
    assert not Preference.objects.filter(key=key).exists()


def test_a_long_text_with_everything_in_it_comes_back_as_it_was(save, ada):
    text = ' "quoted" \\ \n\ttab 🙂 שלום </script> ' + "é" * 7900
    save({"system_prompt": (text, 0)})
    assert stored(ada, "system_prompt").value == text


def test_every_save_of_a_row_is_a_new_version(ada):
    row = Preference.objects.create(user=ada, key="theme", value="dark")
    stale = Preference.objects.get(pk=row.pk)
    row.save()
    stale.value = "light"
    stale.save()
    assert (row.version, stale.version, stored(ada, "theme").version) == (2, 3, 3)


def test_a_bulk_write_is_a_new_version_too(ada):
    Preference.objects.bulk_create([Preference(user=ada, key="theme", value="dark")])
    assert stored(ada, "theme").version == 1
    Preference.objects.filter(user=ada).update(value="light")
    assert stored(ada, "theme").version == 2


@pytest.mark.parametrize("delete", [lambda row: row.delete(), lambda row: Preference.objects.filter(pk=row.pk).delete()])
def test_deleting_is_a_reset_and_never_takes_a_version_back(ada, delete):
    row = Preference.objects.create(user=ada, key="theme", value="dark")
    delete(row)
    assert (stored(ada, "theme").value, stored(ada, "theme").version) == ("system", 2)


def test_rows_go_with_their_person(save, ada):
    save({"theme": ("dark", 0)})
    ada.delete()
    assert not Preference.objects.exists()
    assert not Mutation.objects.exists()


def test_one_save_costs_few_queries(save, django_assert_max_num_queries):
    save({"theme": ("dark", 0)})
    with django_assert_max_num_queries(12):
        save({"theme": ("light", 1)})


@pytest.mark.parametrize("key", ["theme", "default_model", "system_prompt"])
def test_a_character_that_no_database_takes_is_refused_in_words(save, key):
    result = save({key: ("a\0b", 0)})[key]
    assert (result["status"], result["version"]) == ("invalid", 0)
    assert result["message"]
    assert "\0" not in result["message"]
