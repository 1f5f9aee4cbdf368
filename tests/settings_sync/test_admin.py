"""An operator changes a preference: a version like any other."""

import pytest
from django.contrib.auth.models import Permission

from settings_sync.models import Preference

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(grace):
    return Preference.objects.create(user=grace, key="temperature", value=0.5, device="Phone")


def address(row, page="change"):
    return f"/admin/settings_sync/preference/{row.pk}/{page}/"


def test_a_change_is_a_new_version_from_the_admin_pages(client_of, ada, row):
    answer = client_of(ada).post(address(row), {"value": "1.5", "shown_version": "1"})
    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.value, row.version, row.device) == (1.5, 2, "the admin pages")


def test_a_bad_value_is_refused_by_the_field_of_its_key(client_of, ada, row):
    answer = client_of(ada).post(address(row), {"value": "7", "shown_version": "1"})
    assert "Enter a number from 0 to 2." in answer.content.decode()
    row.refresh_from_db()
    assert row.value == 0.5


def test_what_its_person_changed_meanwhile_is_not_overwritten(client_of, ada, row):
    row.value = 0.9
    row.save()
    answer = client_of(ada).post(address(row), {"value": "1.5", "shown_version": "1"})
    assert "changed it while the page was open" in answer.content.decode()
    row.refresh_from_db()
    assert row.value == 0.9


def test_a_preference_can_be_added_for_a_person(client_of, ada, grace):
    data = {"user": grace.pk, "key": "theme", "value": '"dark"', "shown_version": ""}
    assert client_of(ada).post("/admin/settings_sync/preference/add/", data).status_code == 302
    assert Preference.objects.get().value == "dark"


def test_an_added_value_is_checked_too(client_of, ada, grace):
    data = {"user": grace.pk, "key": "theme", "value": '"sepia"', "shown_version": ""}
    assert (
        "not one of the available choices" in client_of(ada).post("/admin/settings_sync/preference/add/", data).content.decode()
    )


def test_reset_is_offered_and_delete_is_not(client_of, ada, row):
    admin = client_of(ada)
    assert admin.get(address(row, "delete")).status_code == 403
    listed = admin.get("/admin/settings_sync/preference/").content.decode()
    assert "Reset to the default" in listed
    assert "delete_selected" not in listed
    admin.post("/admin/settings_sync/preference/", {"action": "reset", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert (row.value, row.version) == (0.7, 2)


def reset(client, *rows):
    chosen = {"action": "reset", "_selected_action": [row.pk for row in rows]}
    answer = client.post("/admin/settings_sync/preference/", chosen, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_an_operator_hears_how_many_were_reset(client_of, ada, grace, row):
    other = Preference.objects.create(user=grace, key="theme", value="dark")
    assert reset(client_of(ada), row, other) == ["2 reset to the default."]
    other.value = "dark"
    other.save()
    assert reset(client_of(ada), row, other) == ["1 reset to the default.", "1 left alone: it was the default."]
    assert reset(client_of(ada), row, other) == ["2 left alone: they were the default."]
    row.refresh_from_db()
    assert row.version == 2, "what was the default is no new version"


def test_who_may_only_look_resets_nothing(client_of, django_user_model, row):
    clerk = django_user_model.objects.create_user("clerk", "clerk@example.com", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_preference"))
    reset(client_of(clerk), row)
    row.refresh_from_db()
    assert row.value == 0.5


def test_a_person_with_preferences_can_still_be_deleted(client_of, ada, grace, row):
    answer = client_of(ada).post(f"/admin/accounts/user/{grace.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert not Preference.objects.exists()
