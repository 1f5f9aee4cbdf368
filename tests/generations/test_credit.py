"""What an image may cost is there before the provider is asked for it, whatever its model is priced by."""

import pytest
from django.urls import reverse

from accounts.deletion import delete_account
from generations.models import Generation
from settings_sync.models import Provider, ProviderKey
from tests.generations.backends.openai_server import OpenAIServer
from tests.jobs.conftest import until
from usage import budgets, ledger, prices
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, Hold, Price, UsageLog
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


@pytest.mark.parametrize("trouble", ["cuts", "garbles", "waits"])
def test_what_is_cut_after_a_preview_costs_what_was_drawn(grace, drawing, painting, ask, ended, trouble):
    ledger.grant(grace.pk, USD, "grant.one")
    drawing.trouble, drawing.after = trouble, 1
    row = ask(grace, model="local:flux")[0]
    if trouble == "waits":
        until(lambda: Generation.objects.filter(pk=row.pk, first_at__isnull=False).exists())
        row.cancel()
    row, log, hold = ended(row), UsageLog.objects.get(), Hold.objects.get()
    assert (row.state in ("failed", "cancelled"), log.images, log.is_estimated, log.request_id) == (True, 1, True, "req-1")
    assert hold.amount >= log.charged > 0
    assert CreditAccount.objects.get(user=grace).balance == USD - log.charged
    assert [str(difference) for difference in check()] == []


def test_what_is_cut_before_any_picture_costs_nothing(grace, drawing, painting, ask, ended):
    ledger.grant(grace.pk, USD, "grant.one")
    drawing.trouble = "cuts"
    ended(ask(grace, model="local:flux")[0])
    assert (UsageLog.objects.get().charged, CreditAccount.objects.get(user=grace).balance) == (0, USD)


def test_whose_account_goes_while_an_image_is_drawn_paid_for_it(grace, drawing, painting, ask):
    ledger.grant(grace.pk, USD, "grant.one")
    drawing.trouble, drawing.after = "waits", 1
    ask(grace, model="local:flux")
    until(lambda: Generation.objects.filter(first_at__isnull=False).exists())
    delete_account(grace)
    assert CreditEntry.objects.get(kind="usage").amount == -UsageLog.objects.get().charged < 0
    assert drawing.gone.wait(10), "The provider is left"
    assert not Hold.objects.open().exists()
    assert [str(difference) for difference in check()] == []


def test_without_the_providers_count_a_whole_image_is_our_guess(grace, drawing, painting, ask, ended):
    ledger.grant(grace.pk, USD, "grant.one")
    drawing.usage = None
    assert ended(ask(grace, model="local:flux")[0]).state == "done"
    assert UsageLog.objects.get().charged > 0


def test_over_a_budget_the_card_leads_to_it_and_sells_nothing(grace, drawing, painting, ask, ended, client_of):
    ledger.grant(grace.pk, USD, "grant.one")
    budgets.decide(grace.pk, day=1)
    row = ended(ask(grace, model="local:flux")[0])
    assert row.code == "budget"
    for page in (reverse("generations:index"), row.get_absolute_url()):
        html = client_of(grace).get(page).content.decode()
        assert ('href="/usage/#budget">Change the budget</a>' in html, "Buy credits</a>" in html) == (True, False)
