"""manage.py seed_demo: people to try the site with."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User


@pytest.fixture
def seed(settings, capsys):
    settings.DEBUG = True

    def run(*arguments):
        call_command("seed_demo", *arguments)
        return capsys.readouterr()

    return run


def test_the_three_demo_people_can_sign_in(seed, client, db):
    told = seed()
    for name, kind, staff in [("ada", "internal", True), ("grace", "internal", False), ("eve", "external", False)]:
        person = User.objects.get(email=f"{name}@example.com")
        assert (person.kind, person.is_staff, person.is_superuser) == (kind, staff, staff)
        assert person.email in told.out
    client.post("/accounts/login/", {"login": "eve@example.com", "password": "lockstep-demo"})
    assert "_auth_user_id" in client.session


def test_again_it_changes_nothing(seed, db):
    seed("--users=5")
    User.objects.filter(username="ada").update(display_name="Mine")
    assert "0 people made" in seed("--users=5").out
    assert User.objects.get(username="ada").display_name == "Mine"
    assert User.objects.count() == 8


def test_more_people_are_one_version_and_one_frame(seed, frames):
    seed()
    before = len(frames.of("people"))
    seed("--users=1200")
    assert User.objects.count() == 1203
    assert len(frames.of("people")) == before + 1
    assert "patches" not in frames.last("people")


def test_production_has_no_demo_people(settings, db):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("seed_demo")
    assert not User.objects.exists()
