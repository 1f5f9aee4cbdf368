"""What is older than it is kept goes, what is younger stays, and a count of each is said."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command, load_command_class
from django.utils.timezone import now

from accounts.models import AuditEntry, KnownDevice
from chat.models import Conversation
from generations.models import Generation
from jobs import retention
from realtime.models import TopicVersion
from settings_sync.models import Mutation, Preference, PreferenceChange
from usage.models import CreditAccount, Hold, Price, WebhookEvent

pytestmark = pytest.mark.django_db


def pruned(*arguments):
    """What the command says, as {kind: count}."""
    out = StringIO()
    call_command("prune", *arguments, stdout=out)
    lines = [line.partition(": ") for line in out.getvalue().splitlines()]
    return {kind: int(words.split()[0]) for kind, _, words in lines}


@pytest.fixture
def old_and_young(ada):
    """Of each kind one row whose time is just over and one whose time is not."""
    changes = [PreferenceChange.objects.create(user=ada, key="theme", version=1, outcome="applied") for _ in range(2)]
    saves = [Mutation.objects.create(user=ada, mutation_id=uuid4(), result={}) for _ in range(2)]
    entries = [AuditEntry.objects.create(action="key.saved") for _ in range(2)]
    devices = [KnownDevice.objects.create(user=ada, token=f"{number}", name="Firefox") for number in range(2)]
    talks = [Conversation.objects.create(owner=ada, model="m") for _ in range(2)]
    price, account = Price.objects.create(provider="acme", model="m"), CreditAccount.objects.of(ada.pk)
    held = {"account": account, "price": price, "amount": 1, "state": "captured", "expires_at": now()}
    holds = [Hold.objects.create(key=f"{number}", **held) for number in range(2)]
    messages = [WebhookEvent.objects.create(provider="stripe", event=f"{number}", kind="") for number in range(2)]
    wish = {"prompt": "fjord", "width": 1, "height": 1, "seed": 1, "model": "m"}
    images = [Generation.objects.create(owner=ada, state="failed", **wish) for _ in range(2)]
    for key, minutes in (("over", -1), ("valid", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now() + timedelta(minutes=minutes))
    for prefix in ("conversation", "generation"):
        TopicVersion.objects.create(topic=f"{prefix}.{uuid4()}", version=7)
    for model, field, days, (old, young) in [
        (PreferenceChange, "at", 30, changes),
        (Mutation, "at", 30, saves),
        (AuditEntry, "at", 365, entries),
        (KnownDevice, "last_sign_in", 365, devices),
        (Conversation, "deleted_at", 1, talks),
        (Generation, "ended_at", 30, images),
        (Hold, "taken_at", 30, holds),
        (WebhookEvent, "at", 90, messages),
    ]:
        set_to(model, old, field, timedelta(days=days, minutes=1))
        set_to(model, young, field, timedelta(days=days, minutes=-1))
    return {
        PreferenceChange: changes[1],
        Mutation: saves[1],
        AuditEntry: entries[1],
        KnownDevice: devices[1],
        Conversation: talks[1],
        Generation: images[1],
        Hold: holds[1],
        WebhookEvent: messages[1],
    }


def set_to(model, row, field, ago):
    model._base_manager.filter(pk=row.pk).update(**{field: now() - ago})


def test_what_is_over_goes_and_what_is_younger_stays(old_and_young):
    assert set(pruned().values()) == {1}
    for model, young in old_and_young.items():
        assert [row.pk for row in model._base_manager.all()] == [young.pk]
    assert Session.objects.get().session_key == "valid"
    assert set(pruned().values()) == {0}


def test_a_dry_run_counts_and_deletes_nothing(old_and_young):
    assert set(pruned("--dry-run").values()) == {1}
    assert PreferenceChange.objects.count() == Mutation.objects.count() == Session.objects.count() == 2


def test_more_than_a_batch_goes_batch_by_batch(ada, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    PreferenceChange.objects.bulk_create(PreferenceChange(user=ada, key="k", version=1, outcome="applied") for _ in range(8))
    PreferenceChange.objects.update(at=now() - timedelta(days=31))
    assert pruned()["settings history"] == 8


def test_a_save_that_comes_again_after_its_answer_is_gone_overwrites_nothing(ada):
    mutation_id, changes = uuid4(), {"max_tokens": {"value": 10, "base_version": 0}}
    save = lambda: Preference.objects.save_changes(ada, mutation_id, changes, "Laptop")["max_tokens"]["status"]  # noqa: E731
    assert save() == "applied"
    Mutation.objects.update(at=now() - timedelta(days=31))
    pruned()
    assert save() == "accepted"
    Mutation.objects.all().delete()
    Preference.objects.save_changes(ada, uuid4(), {"max_tokens": {"value": 20, "base_version": 1}}, "Phone")
    assert save() == "conflict"
    assert Preference.objects.get().value == 20


def test_every_kind_says_how_long_it_is_kept():
    days = {kind.name: kind.days for kind in retention.kinds.values()}
    assert (days["settings history"], days["audit log"], days["expired sessions"]) == (30, 365, 0)


def test_its_help_names_every_kind_and_how_long_it_is_kept():
    text = load_command_class("config", "prune").create_parser("manage.py", "prune").description
    assert all(kind.name in text for kind in retention.kinds.values())
    for words in ("deleted conversations after a day", "messages of payment services after 90 days", "audit log after a year"):
        assert words in text
    assert "expired sessions at once" in text


def test_whoever_hosts_the_site_reads_of_every_kind():
    _, _, section = (settings.BASE_DIR / "docs/self-hosting.md").read_text().partition("## Once a day")
    said = section.partition("\n## ")[0].lower()
    assert [kind.name for kind in retention.kinds.values() if kind.name not in said] == []
