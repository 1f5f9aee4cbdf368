"""Prices, calls and credits of the few people."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from usage import ledger, metering, prices
from usage.models import CreditAccount, Price
from usage.money import USD

_numbers = count(1)


@pytest.fixture
def price(db):
    """$1 per million tokens read, $10 per million written, 4 cents an image."""
    prices.forget()
    yield Price.objects.create(provider="acme", model="large", input=USD, output=10 * USD, image=USD // 25)
    prices.forget()


@pytest.fixture
def give(db):
    """`give(grace, 5 * USD)`: that many credits."""

    def given(person, amount):
        return ledger.grant(person.pk, amount, f"grant.{next(_numbers)}")

    return given


@pytest.fixture
def account_of(db):
    return lambda person: CreditAccount.objects.get(user=person)


def ask_of(person, key=None, **fields):
    fields = {"provider": "acme", "model": "large", "tokens_in": 0, "tokens_out": 100} | fields
    return metering.Ask(key=key or f"call.{next(_numbers)}", user_id=person and person.pk, **fields)


def call_of(ask, seconds_ago=0, **fields):
    """How the call of this ask ended; by default it took all that it might."""
    end = timezone.now() - timedelta(seconds=seconds_ago)
    taken = {name: getattr(ask, name) for name in ("key", "user_id", "provider", "model", "tokens_in", "tokens_out", "images")}
    rest = {"kind": "chat", "about": None, "is_estimated": False, "started_at": end, "ended_at": end, "outcome": "done"}
    return metering.Call(**taken | rest | {"is_own_key": ask.is_own_key} | fields)
