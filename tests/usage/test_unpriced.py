"""Calls without a price: shown as what they are, never as nothing, and told to who can give them one."""

import pytest
from django.utils.html import strip_tags

from settings_sync.models import Provider, ProviderKey
from tests.usage.test_staff_page import cells, totals
from usage.models import Price


def words_of(response):
    """The page as it is read."""
    return " ".join(strip_tags(response.content.decode()).split())


def test_what_nobody_knows_the_cost_of_is_not_nothing(staff, used, grace, eve, ada):
    used(grace, 2, model="unheard-of")
    page = staff.get("/usage/logs/")
    assert cells(page, grace)[4] == totals(page)["Cost"] == "unpriced"
    used(grace, 1)
    used(ada, 1)
    for query in ("", "?period=30", "?type=internal"):
        page = staff.get(f"/usage/logs/{query}")
        assert (cells(page, grace)[4], cells(page, ada)[4]) == ("$0.0010 + 2 unpriced", "$0.0010")
        assert totals(page)["Cost"] == "$0.0020 + 2 unpriced"
    assert "2 calls of these days have no price, and are in no cost." in words_of(staff.get("/usage/logs/"))
    drilled = staff.get(f"/usage/logs/{grace.pk}/")
    assert totals(drilled)["Cost"] == "$0.0010 + 2 unpriced"
    assert "2 calls of these days have no price" in words_of(drilled)


@pytest.mark.django_db(transaction=True)
def test_staff_are_told_which_models_have_no_price(staff, used, grace, price):
    """Those that people used, and those for which the operator put a key there; what people pay the provider for is not meant."""
    shared, own = (
        Provider.objects.create(slug=slug, name=slug, kind="openai", base_url="https://x") for slug in ("site", "theirs")
    )
    ProviderKey.objects.keep(shared, None, "sk-0123456789abcdefghij")
    Provider.objects.filter(pk=shared.pk).update(offered=["one", "two-2026-01-01", "three"])
    Provider.objects.filter(pk=own.pk).update(offered=["four"])
    Price.objects.create(provider="site", model="two", input=1)
    used(grace, 1, model="unheard-of")
    assert "keys: acme: unheard-of, site: one, site: three. Add 0" in words_of(staff.get("/admin/usage/price/"))
    for provider, model in (("acme", "unheard-of"), ("site", "one"), ("site", "three")):
        Price.objects.create(provider=provider, model=model)
    assert "Without a price" not in words_of(staff.get("/admin/usage/price/"))
