"""Who may what in the admin: every model that is registered has a row."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.security.roles import DOOR, LOGIN, outcome
from tests.security.rows import collected

ADMIN = collected("ADMIN")
PERMISSIONS = ("view", "add", "change", "delete")
STAFF = "clerk"  # may sign in to the admin, and has no permission in it


def label(model):
    return model._meta.label_lower


def registered(name):
    return next((model, page) for model, page in admin.site._registry.items() if label(model) == name)


@pytest.fixture
def clerk(db):
    return get_user_model().objects.create_user("clerk", "clerk@example.com", kind="internal", is_staff=True)


@pytest.fixture
def deactivated(client_of, django_user_model):
    """An operator who is signed in no longer is one."""
    person = django_user_model.objects.create_superuser("gone", "gone@example.com")
    client = client_of(person)
    django_user_model.objects.filter(pk=person.pk).update(is_active=False)
    return client


def test_every_model_in_the_admin_has_a_row():
    assert {label(model) for model in admin.site._registry} == set(ADMIN)


@pytest.mark.parametrize("name", ADMIN)
def test_what_a_superuser_may(rf, ada, name):
    _, page = registered(name)
    request = rf.get("/")
    request.user, request.resolver_match = ada, type("Match", (), {"url_name": f"{name.replace('.', '_')}_change"})
    may = [permission for permission in PERMISSIONS if getattr(page, f"has_{permission}_permission")(request)]
    assert may == ADMIN[name].split()


@pytest.mark.parametrize("name", ADMIN)
def test_nobody_else_gets_in(client, client_of, deactivated, eve, grace, clerk, ada, name):
    lists = reverse(f"admin:{name.replace('.', '_')}_changelist")
    pages = [lists, f"{lists}add/", f"{lists}1/change/", f"{lists}1/delete/", f"{lists}1/history/", f"{lists}1/"]
    for page in pages:
        for outsider, expected in ((client, {LOGIN}), (deactivated, {LOGIN}), (client_of(eve), {403}), (client_of(grace), {403})):
            assert ended(outsider, page) in expected, page
        assert ended(client_of(clerk), page) in {403, 302}, page  # 302: there is no such row, and that is all that is said
    assert client_of(ada).get(lists).status_code == 200


def ended(client, page):
    """What this person gets at last. The admin's door is the site's own."""
    response = client.get(page)
    return outcome(client.get(response.url) if outcome(response) == DOOR else response)
