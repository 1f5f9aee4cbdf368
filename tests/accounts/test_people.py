"""A person: login, names, and who sees whom."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models import User


def test_colleagues_see_everybody_who_is_active(ada, grace, eve):
    gone = User.objects.create_user("gone", "gone@example.com", is_active=False)
    assert set(User.objects.visible_to(grace)) == {ada, grace, eve}
    assert gone not in User.objects.visible_to(ada)


def test_a_stranger_sees_only_herself(ada, grace, eve):
    assert list(User.objects.visible_to(eve)) == [eve]


def test_a_colleague_who_left_sees_nobody(ada, grace):
    grace.is_active = False
    grace.save()
    assert not User.objects.visible_to(grace).exists()


def test_an_address_has_one_spelling(db):
    assert User.objects.create_user("zoe", " Zoe@Example.COM ").email == "zoe@example.com"
    assert User.objects.get_by_natural_key("ZOE@example.com").username == "zoe"


@pytest.mark.parametrize("fields", [{"email": "ADA@example.com"}, {"username": "ADA"}])
def test_nobody_takes_the_address_or_name_of_another_in_other_letters(ada, fields):
    twin = User(**{"username": "twin", "email": "twin@example.com"} | fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_who_signs_up_is_external_and_who_is_made_an_operator_is_internal(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a good long one")
    call_command("createsuperuser", email="root@example.com", username="root", interactive=False, verbosity=0)
    operator = User.objects.get(email="root@example.com")
    assert (operator.kind, operator.is_superuser) == ("internal", True)
    assert operator.check_password("a good long one")
    assert User.objects.create_user("zoe", "zoe@example.com").kind == "external"


@pytest.mark.parametrize(
    ("display_name", "name", "initials"),
    [
        ("Ada Lovelace", "Ada Lovelace", "AL"),
        ("Ada King  Lovelace", "Ada King Lovelace", "AL"),
        ("ada", "ada", "A"),
        ("", "al", "A"),
        ("   ", "al", "A"),
        ("ليلى حداد", "ليلى حداد", "لح"),
        ("🌱 Öberg", "🌱 Öberg", "🌱Ö"),
    ],
)
def test_a_person_has_a_name_and_initials(display_name, name, initials):
    person = User(username="al", display_name=display_name)
    assert (person.name, person.initials) == (name, initials)


def test_there_are_twelve_colours():
    assert {User(pk=pk).colour for pk in range(1, 100)} == set(range(12))


def test_names_are_listed_as_the_browser_compares_them(db):
    for number, name in enumerate(["Zoe", "ada", "Ada", "Élan", "😀", "ﬁona"]):
        User.objects.create_user(f"u{number}", f"u{number}@example.com", display_name=name)
    keys = [person.sort_key for person in User.objects.listed()]
    assert keys == sorted(keys)
    assert [person.name for person in User.objects.listed()][:2] == ["ada", "Ada"]


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC"])
def test_a_time_zone_is_one_of_the_database(ada, name):
    ada.time_zone = name
    ada.full_clean()


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "localtime", ""])
def test_another_time_zone_is_refused(ada, name):
    ada.time_zone = name
    with pytest.raises(ValidationError) as refused:
        ada.full_clean()
    assert set(refused.value.message_dict) == {"time_zone"}
