"""Demo usage: the same figures as if every call had been settled."""

from io import StringIO

import pytest
from django.core.management import call_command

from usage import volume
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, UsageLog


@pytest.fixture
def seeded(settings, db, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setattr(volume, "_vacuum", lambda: None)  # not inside of a test's transaction
    call_command("seed_demo", "--usage=3000", stdout=StringIO())


def test_as_many_calls_as_one_likes_agree_with_ledger_and_sums(seeded):
    assert UsageLog.objects.filter(key__regex=r"^demo\.\d+$").count() == 3000
    assert CreditEntry.objects.filter(kind="usage").count() == UsageLog.objects.filter(charged__gt=0).count() > 300
    assert UsageLog.objects.filter(cost=None).exists()
    assert [str(difference) for difference in check()] == []


def test_again_it_adds_only_what_is_missing(seeded, monkeypatch):
    monkeypatch.setattr(volume, "BATCH", 400)
    before = list(CreditAccount.objects.order_by("pk").values())
    call_command("seed_demo", "--usage=3000", stdout=StringIO())
    assert list(CreditAccount.objects.order_by("pk").values()) == before
    call_command("seed_demo", "--usage=4001", stdout=StringIO())
    assert UsageLog.objects.filter(key__regex=r"^demo\.\d+$").count() == 4001
    assert [str(difference) for difference in check()] == []
