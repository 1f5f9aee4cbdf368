"""The audit log: only added to, complete, without values, and readable."""

import ast
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from accounts.audit import record
from accounts.audit_words import WORDS
from accounts.audited_admin import Audited
from accounts.models import AuditEntry
from accounts.models.audit import AppendOnly
from jobs import retention

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def entry(rf, ada):
    request = rf.get("/", headers={"User-Agent": "Mozilla/5.0 (Macintosh) Firefox/140.0"}, REMOTE_ADDR="203.0.113.7")
    request.user = ada
    return record(request, "profile.changed", fields=["status", "bio"])


# A line


def test_a_line_says_who_what_and_from_where(entry, ada):
    entry.refresh_from_db()
    assert (entry.actor, entry.subject, entry.action, entry.fields) == (ada, ada.pk, "profile.changed", ["bio", "status"])
    assert (entry.address, entry.device) == ("203.0.113.7", "Firefox on Mac")


def test_a_row_is_named_by_its_kind_and_number(ada, grace):
    assert record(None, "admin.changed", target=grace, actor=ada).target == f"person {grace.pk}"


def test_a_line_about_somebody_else_is_also_theirs(ada, grace):
    assert record(None, "admin.changed", target=grace, actor=ada).subject == grace.pk
    assert record(None, "session.refused", target=f"person {grace.pk}").subject == grace.pk
    assert record(None, "session.refused", target="nobody here").subject is None


def test_a_line_goes_with_an_act_that_is_rolled_back(ada):
    with transaction.atomic():
        record(None, "profile.changed", actor=ada)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_lines_go_to_the_servers_log_without_names(transactional_db, entry, caplog, grace):
    caplog.set_level("INFO", "audit")
    record(None, "admin.changed", target=grace, actor=entry.actor, fields=["Active"])
    assert caplog.messages == [f"admin.changed by person {entry.actor_id}: person {grace.pk} Active"]


# Only added to


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(action="nothing"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["action"]),
        lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"action": "nothing"}),
    ],
    ids=["save", "delete", "update", "queryset delete", "delete all", "bulk update", "update or create"],
)
def test_no_line_is_rewritten(entry, rewrite):
    with pytest.raises(AppendOnly), transaction.atomic():
        rewrite(entry)
    assert AuditEntry.objects.get().action == "profile.changed"


def test_only_old_lines_are_pruned(entry):
    old = record(None, "profile.changed", actor=entry.actor)
    AuditEntry._base_manager.filter(pk=old.pk).update(at=now() - timedelta(days=366))
    assert retention.kinds["audit log"].prune() == 1
    assert AuditEntry.objects.get() == entry


# Words


def recorded_actions():
    """(file, first argument after the request) of every call of `record` in the site."""
    for config in apps.get_app_configs():
        if Path(config.path).parent == ROOT:
            for path in Path(config.path).rglob("*.py"):
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                        yield path.name, node.args[1]


@pytest.mark.once
def test_every_action_that_is_recorded_has_words():
    actions = {argument.value for _, argument in recorded_actions() if isinstance(argument, ast.Constant)}
    assert len(actions) > 10
    assert actions - set(WORDS) == set()


@pytest.mark.once
def test_an_action_that_is_put_together_is_of_a_noun_with_words():
    nouns = {action.partition(".")[0] for action in WORDS}
    for name, argument in recorded_actions():
        if isinstance(argument, ast.JoinedStr):
            assert argument.values[0].value.partition(".")[0] in nouns, name


# The admin


def test_every_page_of_the_admin_is_audited():
    assert [model for model, page in admin.site._registry.items() if not isinstance(page, Audited)] == []


def test_a_change_of_rights_is_logged_by_the_names_of_its_fields(client_of, ada, grace):
    page = reverse("admin:accounts_user_change", args=[grace.pk])
    client = client_of(ada)
    form = {name: value for name, value in client.get(page).context["adminform"].form.initial.items() if value is not None}
    form |= {"is_staff": "on", "display_name": "Admiral Hopper", "last_login_0": "", "last_login_1": ""}
    form |= {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}
    answer = client.post(page, form, headers={"User-Agent": "Firefox/140.0"}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    line = AuditEntry.objects.get(action="admin.changed")
    assert (line.actor, line.subject, line.target, line.address) == (ada, grace.pk, f"person {grace.pk}", "203.0.113.9")
    assert {"Staff status", "Display name"} <= set(line.fields)
    assert "Admiral" not in json.dumps([line.target, line.fields])


def test_models_of_others_are_logged_too(client_of, ada):
    client = client_of(ada)
    client.post(reverse("admin:auth_group_add"), {"name": "Editors", "permissions": [Permission.objects.first().pk]})
    group = Group.objects.get()
    client.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "Authors"})
    client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})
    lines = AuditEntry.objects.filter(action__startswith="admin.").order_by("pk")
    assert [(line.action, line.target) for line in lines] == [
        (f"admin.{verb}", f"group {group.pk}") for verb in ("added", "changed", "deleted")
    ]


def test_a_deletion_of_many_has_a_line_for_each(client_of, ada, grace, eve):
    chosen = {"action": "delete_selected", "_selected_action": [grace.pk, eve.pk], "post": "yes"}
    client_of(ada).post(reverse("admin:accounts_user_changelist"), chosen)
    gone = AuditEntry.objects.filter(action="admin.deleted").values_list("target", flat=True)
    assert set(gone) == {f"person {grace.pk}", f"person {eve.pk}"}


def test_an_action_of_the_admin_is_logged_by_its_name(client_of, ada, grace):
    grace.preferences.create(key="theme", value="dark")
    page = reverse("admin:settings_sync_preference_changelist")
    client_of(ada).post(page, {"action": "reset", "_selected_action": [grace.preferences.get().pk]})
    assert AuditEntry.objects.get(action="admin.acted").fields == ["reset"]


def test_a_new_password_by_the_admin_is_logged_and_nowhere_written(client_of, ada, grace):
    page = reverse("admin:auth_user_password_change", args=[grace.pk])
    new = "correct horse battery staple"
    answer = client_of(ada).post(page, {"password1": new, "password2": new, "usable_password": "true"})
    assert answer.status_code == 302
    assert AuditEntry.objects.get(action="admin.changed").subject == grace.pk
    assert new not in json.dumps(list(LogEntry.objects.values_list("object_repr", "change_message")))


def test_operators_read_the_log_and_nobody_writes_it(client_of, ada, entry):
    pages = reverse("admin:accounts_auditentry_changelist")
    client = client_of(ada)
    page = client.get(pages, {"q": "profile.changed"}).content.decode()
    assert "Profile changed" in page
    assert client.get(f"{pages}add/").status_code == 403
    assert client.post(f"{pages}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{pages}{entry.pk}/change/", {"action": "nothing"}).status_code == 403
    assert AuditEntry.objects.filter(pk=entry.pk, action="profile.changed").exists()
