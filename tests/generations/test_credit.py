"""What an image may cost is there before the provider is asked for it, whatever its model is priced by."""

import pytest
from django.urls import reverse

from generations.models import Generation
from settings_sync.models import Provider, ProviderKey
from tests.generations.backends.openai_server import OpenAIServer
from usage import ledger, prices
from usage.checking import check
from usage.models import CreditAccount, Hold, Price, UsageLog
from usage.money import USD

PRICES = {"by tokens": {"input": 5 * USD, "output": 30 * USD}, "by image": {"image": USD // 25}}


@pytest.fixture(params=PRICES)
def drawing(request, transactional_db):
    """A provider that draws, whose model has a price."""
    prices.forget()
    with OpenAIServer() as server:
        row = Provider.objects.create(slug="local", name="Local", kind="openai", base_url=server.url)
        ProviderKey.objects.keep(row, None, "sk-local-0123456789abcdefghij")
        Price.objects.create(provider="local", model="flux", **PRICES[request.param])
        yield server
    prices.forget()


def test_without_credits_the_provider_is_not_asked_and_the_card_says_where_to_buy(
    grace, drawing, painting, ask, ended, client_of
):
    row = ended(ask(grace, model="local:flux")[0])
    assert (row.state, row.code) == ("failed", "balance")
    assert "and you have $0.00 of credits. Buy credits." in row.error
    assert drawing.calls == []
    for page in (reverse("generations:index"), row.get_absolute_url()):
        assert f'href="{reverse("usage:credits")}">Buy credits</a>' in client_of(grace).get(page).content.decode()


def test_with_credits_it_is_held_for_then_charged_what_it_took(grace, drawing, painting, ask, ended):
    ledger.grant(grace.pk, USD, "grant.one")
    row = ended(ask(grace, model="local:flux")[0])
    hold, log, account = Hold.objects.get(), UsageLog.objects.get(), CreditAccount.objects.get(user=grace)
    assert (row.state, hold.state) == ("done", "captured")
    assert hold.amount >= log.charged > 0
    assert (account.balance, account.held) == (USD - log.charged, 0)
    assert [str(difference) for difference in check()] == []


def test_what_is_held_at_once_is_never_more_than_there_is(grace, drawing, painting, ask, ended):
    ledger.grant(grace.pk, USD // 100, "grant.cent")
    rows = [ended(row) for row in ask(grace, model="local:flux", count=4)]
    assert {row.code for row in rows} == {"balance"}
    assert not Hold.objects.exists()
    assert Generation.objects.count() == 4
