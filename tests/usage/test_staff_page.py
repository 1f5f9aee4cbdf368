"""The staff page as a document: who stands on it, with which figures, in which order."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from tests.usage.conftest import ask_of, call_of
from usage import metering
from usage.models import CreditPurchase
from usage.money import USD

MOST_QUERIES = 8


@pytest.fixture
def staff(client_of, ada):
    return client_of(ada)


@pytest.fixture
def used(price, give):
    """`used(grace, 3)`: as many calls of 100 tokens, a tenth of a cent each."""

    def used(person, calls, **fields):
        give(person, USD)
        for _ in range(calls):
            metering.settle(call_of(ask_of(person), **fields))

    return used


def names(response):
    """Who stands in the table, from above."""
    return re.findall(r'class="logs-person".*?<span class="truncate">([^<]+)</span>', response.content.decode(), re.S)


def cells(response, person):
    """A person's row as words."""
    row = re.search(rf'<tr id="usage-of-{person.pk}".*?</tr>', response.content.decode(), re.S)[0]
    return [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]


def totals(response):
    found = re.findall(r'class="logs-total"><span>(\w+)</span><strong>([^<]*)', response.content.decode())
    return dict(found)


def test_everybody_has_a_row_also_who_used_nothing(staff, ada, grace, eve):
    assert names(staff.get("/usage/logs/")) == ["Ada Lovelace", "Grace Hopper", "Eve Moneypenny"]


def test_a_row_says_what_a_person_used_and_has(staff, used, grace):
    used(grace, 3)
    CreditPurchase.objects.create(user=grace, provider="test", credits=USD, price_cents=100, currency="usd")
    row = cells(staff.get("/usage/logs/"), grace)
    assert row[1:6] == ["Internal", "3", "300", "$0.0030", "$1.00"]
