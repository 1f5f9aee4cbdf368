"""The credits page: one's own rows and nobody else's, page by page without counting them."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usage import ledger
from usage.models import CreditAccount, CreditEntry, CreditPurchase
from usage.money import USD
from usage.payments import purchasing, regions

PAGE = "/usage/credits/"


@pytest.fixture
def many(grace, eve):
    """Sixty movements of Grace's, every third for a call, many at one moment; and one of Eve's."""
    for number in range(60):
        kind = "usage" if number % 3 == 0 else "grant"
        ledger.credit(grace.pk, number + 1, kind, f"entry.{number}", f"movement {number:02}")
    moment = CreditEntry.objects.earliest("at").at
    CreditEntry.objects.filter(pk__lte=CreditEntry.objects.all()[29].pk).update(at=moment)
    ledger.grant(eve.pk, 1, "entry.eve", "movement of Eve")


def walk(client, address, link):
    """What stands on each page, following the link to older ones."""
    pages = []
    while address:
        html = client.get(address).content.decode()
        pages.append(re.findall(r"movement (?:\d\d|of Eve)", html))
        older = re.search(rf'href="([^"]+)">{link}', html)
        address = older and older[1].replace("&amp;", "&")
    return pages


@pytest.mark.parametrize(("choice", "count"), [("", 60), ("?usage=no", 40)])
def test_every_movement_stands_on_one_page_only(client_of, grace, many, choice, count):
    pages = walk(client_of(grace), f"{PAGE}{choice}", "Older movements")
    seen = [words for page in pages for words in page]
    assert (len(seen), len(set(seen)), "movement of Eve" in seen) == (count, count, False)
    assert {len(page) for page in pages[:-1]} == {regions.ENTRIES}


def test_no_page_counts_rows_or_skips_them(client_of, grace, many):
    client = client_of(grace)
    last = CreditEntry.objects.filter(account__user=grace)[40].pk
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(f"{PAGE}?entries={last}")
    asked = [query["sql"] for query in queries if "usage_creditentry" in query["sql"]]
    assert asked
    assert not [sql for sql in asked if "COUNT" in sql or "OFFSET" in sql]


def test_purchases_go_on_on_another_page(client_of, bought, grace):
    for _ in range(15):
        purchasing.fail(bought().pk)
    client = client_of(grace)
    first = client.get(f"{PAGE}purchases/").content.decode()
    older = re.search(r"purchases=([0-9a-f-]{36})", first)[1]
    rest = client.get(f"{PAGE}purchases/", {"before": older}).content.decode()
    shown = [set(re.findall(r'id="creditpurchase-([^"]+)"', html)) for html in (first, rest)]
    assert (len(shown[0]), len(shown[1]), shown[0] & shown[1]) == (10, 5, set())


@pytest.mark.parametrize("query", ["entries=x", "entries=99999999999999999999", "purchases=x", "purchases=%00", "usage=%00"])
def test_an_address_that_makes_no_sense_shows_the_first_page(client_of, grace, many, query):
    assert "movement 59" in client_of(grace).get(f"{PAGE}?{query}").content.decode()


def test_the_place_of_anothers_row_is_no_place(client_of, grace, eve, many):
    other = CreditEntry.objects.get(key="entry.eve").pk
    assert "movement 59" in client_of(grace).get(f"{PAGE}?entries={other}").content.decode()


def test_what_is_held_is_not_there_to_spend(client_of, grace, give):
    give(grace, 5 * USD)
    CreditAccount.objects.update(held=2 * USD)
    page = client_of(grace).get(f"{PAGE}balance/").content.decode()
    assert "$3.00</strong>" in page
    assert "$2.00 more is held" in page


def test_what_is_taken_out_of_the_books_is_not_shown(client_of, bought, grace):
    purchase = bought()
    purchasing.remove(purchase.pk)
    assert str(purchase.pk) not in client_of(grace).get(PAGE).content.decode()
    assert client_of(grace).get(f"{PAGE}{purchase.pk}/checkout/").status_code == 404


@pytest.mark.parametrize("data", [{}, {"package": "x"}, {"package": 987654}, {"attempt": "x"}, {"package": "\0"}])
def test_what_is_not_offered_is_not_sold(client_of, grace, package, data):
    answer = client_of(grace).post(f"{PAGE}buy/", {"attempt": uuid4()} | data)
    assert (answer.status_code, CreditPurchase.objects.count()) == (422, 0)


def test_a_package_that_is_not_offered_any_more_is_not_sold(client_of, grace, package):
    type(package).objects.update(is_offered=False)
    answer = client_of(grace).post(f"{PAGE}buy/", {"attempt": uuid4(), "package": package.pk})
    assert answer.status_code == 422
    assert "Choose again" in answer.content.decode()


def test_who_begins_too_many_is_told(client_of, grace, bought, package):
    for _ in range(purchasing.MOST_PENDING):
        bought()
    answer = client_of(grace).post(f"{PAGE}buy/", {"attempt": uuid4(), "package": package.pk})
    assert answer.status_code == 422
    assert "wait a day" in answer.content.decode()
