"""My usage as a document: what a person has, spent and asked, and nothing of anybody else's."""

import re
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from tests.usage.conftest import ask_of, call_of
from usage import budgets, metering
from usage.models import UsageLog
from usage.models.accounts import today
from usage.money import USD

MOST_QUERIES = 16  # of the whole page, its frame included


@pytest.fixture
def mine(client_of, grace):
    """Grace's client."""
    return client_of(grace)


def words(response):
    """What a reader finds there, without the marks of pictures."""
    html = re.sub(r"<(svg|title|desc)\b.*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(strip_tags(html.replace("<", " <")).split())


def rows(response):
    """The calls, cell by cell."""
    body = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.S)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.S) for row in re.findall(r"<tr.*?</tr>", body[1], re.S)] if body else []
    return [[" ".join(strip_tags(cell).split()) for cell in row] for row in cells]


def calls(client, query=""):
    return rows(client.get(f"/usage/calls/{query}"))


def test_who_never_used_anything_sees_what_this_is_for(mine):
    page = words(mine.get("/usage/"))
    assert "$0.00" in page
    assert "No calls yet" in page
    assert "No credits were spent" in page


def test_the_balance_what_is_held_and_what_was_spent(mine, used, grace):
    used(grace, 3)
    metering.admit(ask_of(grace, tokens_out=50_000))
    budgets.decide(grace.pk, day=USD)
    page = words(mine.get("/usage/balance/"))
    assert "$1.00 $0.50 held for running calls" in page
    assert "Spent today $0.0030 of $1.00" in page
    assert "Spent this month $0.0030" in page
    assert "Credits run low" in page


def test_each_call_has_its_line(mine, grace, price, give):
    give(grace, USD)
    metering.settle(call_of(ask_of(grace, tokens_in=1_200), first_at=None))
    image = {"model": "painter", "tokens_out": 0, "images": 2}
    metering.settle(call_of(ask_of(grace, **image), kind="image", outcome="failed", code="unavailable"))
    metering.settle(call_of(ask_of(grace, is_own_key=True), outcome="cancelled"))
    metering.settle(call_of(ask_of(grace, provider="lockstep", model="guide"), is_estimated=True, outcome="interrupted"))
    guide, own, painter, paid = calls(mine)
    assert guide[1:] == ["guide", "Chat", "0 in, 100 out est.", "0.0", "–", "Interrupted", "free"]
    assert own[5:] == ["–", "Stopped", "$0.0010 own key"]
    assert painter[1:] == ["painter", "Images", "2 images", "0.0", "–", "Failed provider unavailable", "unpriced"]
    assert paid[3:] == ["1,200 in, 100 out", "0.0", "–", "Done", "$0.0022"]


def test_filters_stand_in_the_address(mine, grace, used):
    used(grace, 1)
    used(grace, 1, outcome="failed")
    metering.settle(call_of(ask_of(grace, model="acme/painter"), kind="image"))
    assert len(calls(mine)) == 3
    assert [row[1] for row in calls(mine, "?model=acme/acme/painter")] == ["acme/painter"]
    assert [row[1] for row in calls(mine, "?kind=image")] == ["acme/painter"]
    assert [row[6] for row in calls(mine, "?outcome=failed")] == ["Failed"]
    assert calls(mine, "?outcome=failed&kind=image") == []
    assert "No calls like that" in words(mine.get("/usage/?outcome=failed&kind=image"))
    page = mine.get("/usage/?kind=image&days=7").content.decode()
    assert '<option value="image" selected>' in page
    assert 'data-src="/usage/spent/?days=7&amp;kind=image"' in page


UNKNOWN = ["days=999", "kind=x", "since=yesterday", "since=9999-12-31", "until=0001-01-01", "before=x", "model=%00"]
UNKNOWN += ["before=0001-01-01T00:00:00%2B23:59_5", "before=9999-12-31T23:59:59-23:59_5"]  # no such day in UTC


@pytest.mark.parametrize("query", UNKNOWN)
def test_what_the_address_does_not_know_counts_as_not_chosen(mine, grace, used, query):
    used(grace, 1)
    assert mine.get(f"/usage/?{query}").status_code == 200
    assert len(calls(mine, f"?{query}")) == 1


def test_older_calls_are_a_link_away_and_come_once_each(mine, grace, used):
    log = used(grace, 1)[0]
    fields = {"user": grace, "provider": "acme", "model": "large", "kind": "chat", "outcome": "done"}
    times = {"started_at": log.started_at, "ended_at": log.ended_at}
    UsageLog.objects.bulk_create(UsageLog(key=f"more.{index}", **fields, **times) for index in range(119))
    seen, query = [], "?kind=chat"
    while query:
        page = mine.get(f"/usage/calls/{query}").content.decode()
        seen += re.findall(r'<tr id="call-(\d+)"', page)
        older = re.search(r'id="calls-older"[^>]*href="/usage/([^#"]*)', page)
        query = older and older[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, key=int, reverse=True)


def test_charts_show_each_day_and_model(mine, grace, price, give):
    give(grace, USD)
    metering.settle(call_of(ask_of(grace), seconds_ago=3 * 86_400))
    metering.settle(call_of(ask_of(grace)))
    metering.settle(call_of(ask_of(grace, provider="other")))
    page = words(mine.get("/usage/spent/?days=7"))
    assert "large (acme) $0.0020" in page
    assert "large (other) 1" in page
    assert f"{today():%-d %b %Y} $0.0010 $0.0010" in page
    assert page.count(f"{today() - timedelta(days=6):%-d %b %Y}") == 2
    assert f"{today() - timedelta(days=7):%-d %b %Y}" not in page


def test_home_says_what_is_there(mine, grace, used):
    used(grace, 4)
    assert "Balance $1.00 $0.0040 spent this month" in words(mine.get("/"))


def test_nobody_sees_anything_of_others(client_of, grace, eve, ada, used):
    used(grace, 2)
    budgets.decide(grace.pk, day=USD // 1000)
    for person in (eve, ada):
        for address in ("", "balance/", "summary/", "spent/", "calls/", "budget/state/"):
            page = client_of(person).get(f"/usage/{address}").content.decode()
            assert ">large" not in page
            assert "0.002" not in page
            assert "used up" not in page


def test_the_page_costs_the_same_for_few_calls_and_for_many(mine, grace, used, django_assert_max_num_queries):
    used(grace, 60)
    mine.get("/usage/")
    with django_assert_max_num_queries(MOST_QUERIES):
        mine.get("/usage/")
    for part in ("balance", "spent", "calls"):
        with django_assert_max_num_queries(6):
            mine.get(f"/usage/{part}/")
