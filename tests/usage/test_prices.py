"""The price list: rows that are added, never changed, and what a call costs by them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from usage import prices
from usage.models import Price
from usage.money import USD
from usage.price_list import PRICES


@pytest.fixture(autouse=True)
def _fresh(db):
    prices.forget()
    yield
    prices.forget()


def add(model="large", hours=-1, **amounts):
    return Price.objects.create(provider="acme", model=model, starts_at=timezone.now() + timedelta(hours=hours), **amounts)


def test_a_price_is_never_changed(price):
    price.input = 1
    with pytest.raises(ValidationError, match="Add a row"):
        price.save()


def test_no_price_is_below_zero_and_no_two_start_at_once(price):
    with pytest.raises(IntegrityError), transaction.atomic():
        add(model="other", input=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.create(provider="acme", model="large", starts_at=price.starts_at)


def test_the_newest_that_has_begun_counts():
    add(hours=-2, input=1)
    now, _ = add(hours=-1, input=2), add(hours=1, input=3)
    assert prices.of("acme", "large") == now


def test_a_new_row_counts_at_once():
    assert prices.of("acme", "large") is None
    assert add(input=2) == prices.of("acme", "large")


@pytest.mark.parametrize("name", ["large-2026-11-20", "large-20261120"])
def test_a_model_with_a_date_costs_what_it_costs_without(name):
    plain = add(input=2)
    assert prices.of("acme", name) == plain
    own = add(model=name, hours=-5, input=9)
    assert prices.of("acme", name) == own


def test_what_nobody_priced_has_no_price():
    add(input=2)
    assert prices.of("acme", "larger") is None
    assert prices.of("others", "large") is None


@pytest.mark.parametrize(
    ("taken", "cost"),
    [
        ({"tokens_in": 1_000_000}, USD),
        ({"tokens_in": 1}, 1_000),
        ({"tokens_in": 1, "tokens_out": 1}, 11_000),
        ({"images": 3}, 3 * USD // 25),
        ({}, 0),
    ],
)
def test_a_call_costs_what_it_took(price, taken, cost):
    assert price.of(**taken) == cost


@pytest.mark.parametrize(("per_million", "cost"), [(499_999, 0), (500_000, 1), (1_499_999, 1), (1_500_000, 2)])
def test_it_is_rounded_once_and_half_up(per_million, cost):
    assert Price(input=per_million).of(tokens_in=1) == cost


def test_half_nano_dollars_of_both_sides_are_added_before_they_are_rounded():
    assert Price(input=250_000, output=250_000).of(tokens_in=1, tokens_out=1) == 1


def test_the_list_names_no_model_twice_and_nothing_for_free():
    names = [(provider, model) for provider, model, _, _ in PRICES]
    assert len(names) == len(set(names))
    assert all(float(read) > 0 and float(written) > 0 for _, _, read, written in PRICES)
