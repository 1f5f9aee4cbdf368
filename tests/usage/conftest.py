"""Prices, calls and credits of the few people."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from tests.usage.staff_tab import PAGE, Staff
from tests.usage.stripe_server import StripeServer
from usage import ledger, metering, prices
from usage.models import CreditAccount, Package, Price
from usage.money import CENT, USD
from usage.payments import purchasing

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


@pytest.fixture
def stripe(settings):
    """Stripe, whose keys the site has."""
    with StripeServer() as server:
        for name, value in server.environment.items():
            setattr(settings, name, value)
        settings.TEST_CHECKOUT = False
        yield server


@pytest.fixture
def package(db):
    """$5 of credits for $5: the smallest that is offered, also where a test emptied the tables."""
    fields = {"credits": 5 * USD, "price_cents": 500}
    return Package.objects.filter(name="Small").first() or Package.objects.create(name="Small", **fields)


@pytest.fixture
def bought(grace, package):
    """`bought()`: a purchase that Grace began."""
    return lambda person=grace: purchasing.begin(person, package, uuid4())


@pytest.fixture
def staff(client_of, ada):
    """A client of somebody who may see everybody's figures."""
    return client_of(ada)


@pytest.fixture
def used(price, give):
    """`used(grace, 3)`: as many calls, each of 100 tokens and a tenth of a cent, which leave a dollar."""

    def made(person, calls, **fields):
        is_new = not CreditAccount.objects.filter(user=person).exists()
        give(person, is_new * USD + calls * USD // 1000)
        return [metering.settle(call_of(ask_of(person), **fields)) for _ in range(calls)]

    return made


@pytest.fixture
def open_page(page_as, wait_live, ada):
    """`open_page("?page=3")`: a live tab of Ada's."""

    def open_(query="", path=PAGE, **options):
        page = page_as(ada, path=path + query, **options)
        wait_live(page)
        return Staff(page)

    return open_


@pytest.fixture
def crowd(transactional_db):
    """30 people who used 30 cents, 29 cents, and so on."""
    numbers = range(30, 0, -1)
    people = [get_user_model()(email=f"p{n:02}@example.org", username=f"p{n:02}") for n in numbers]
    people = get_user_model().objects.bulk_create(people)
    CreditAccount.objects.bulk_create(
        CreditAccount(user=person, charged=n * CENT) for person, n in zip(people, numbers, strict=True)
    )
    return people
