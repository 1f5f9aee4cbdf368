"""One person's calls as staff reads them, page by page; and the charts of everybody."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.usage.test_staff_page import MOST_QUERIES, queries_of, totals
from usage.models import UsageLog
from usage.models.accounts import today


def rows(response):
    return re.findall(r'<tr id="call-(\d+)"', response.content.decode())


def older(response):
    found = re.search(r'id="logs-older" rel="next" href="([^"]+)"', response.content.decode())
    return found and found[1].replace("&amp;", "&")


@pytest.fixture
def many(grace):
    """120 calls, three in each second."""
    end = now().replace(microsecond=0)
    fields = {"user": grace, "provider": "acme", "model": "large", "kind": "chat", "started_at": end, "outcome": "done"}
    moments = [end - timedelta(seconds=number // 3) for number in range(120)]
    return UsageLog.objects.bulk_create(UsageLog(key=f"k{number}", ended_at=at, **fields) for number, at in enumerate(moments))


def test_it_shows_that_persons_figures_and_calls(staff, used, grace, eve):
    mine = used(grace, 2)
    used(eve, 5)
    page = staff.get(f"/usage/logs/{grace.pk}/")
    assert "Grace Hopper" in page.content.decode()
    assert totals(page) == {"Requests": "2", "Tokens": "200", "Cost": "$0.0020", "Balance": "$1.00"}
    assert {int(pk) for pk in rows(page)} == {log.pk for log in mine}


def test_what_has_no_price_and_what_another_key_paid_is_said(staff, used, grace):
    used(grace, 1, model="unheard of")
    used(grace, 1, is_own_key=True)
    page = staff.get(f"/usage/logs/{grace.pk}/").content.decode()
    assert "unpriced" in page
    assert "own key" in page


def test_who_never_used_anything_has_a_page(staff, eve):
    page = staff.get(f"/usage/logs/{eve.pk}/")
    assert totals(page)["Balance"] == "$0.00"
    assert "No calls" in page.content.decode()


def test_pages_hold_every_call_once_newest_first(staff, many, grace):
    url, found = f"/usage/logs/{grace.pk}/", []
    while url:
        page = staff.get(url)
        found += rows(page)
        url = older(page)
    newest_first = sorted(many, key=lambda log: (log.ended_at, log.pk), reverse=True)
    assert found == [str(log.pk) for log in newest_first]


def test_a_page_further_down_stays_when_new_calls_come(staff, many, used, grace):
    url = older(staff.get(f"/usage/logs/{grace.pk}/"))
    before = rows(staff.get(url))
    used(grace, 3)
    assert rows(staff.get(url)) == before


MOMENT = "2026-11-20T10:00:00"
ODD = ["x", "_1", "2026-11-20_1", f"{MOMENT}_1", f"{MOMENT}+00:00_x", f"{MOMENT}+00:00_{'9' * 30}"]
ODD += ["0001-01-01T00:00:00+23:59_5", "9999-12-31T23:59:59-23:59_5"]  # no such day in UTC


@pytest.mark.parametrize("before", ODD)
def test_a_cursor_that_is_none_is_not_found(staff, grace, before):
    assert staff.get(f"/usage/logs/{grace.pk}/", {"before": before}).status_code == 404
    assert staff.get(f"/usage/logs/{grace.pk}/rows/", {"before": before}).status_code == 404


def test_nobody_is_not_found(staff):
    for path in ("", "rows/", "export/"):
        assert staff.get(f"/usage/logs/987654321/{path}").status_code == 404


def test_a_refresh_neither_counts_nor_skips(staff, many, grace):
    found = queries_of(staff, f"/usage/logs/{grace.pk}/rows/")
    assert len(found) <= MOST_QUERIES
    assert not [sql for sql in found if "OFFSET" in sql or ("COUNT(" in sql and "usage_usagelog" in sql)]


@pytest.mark.parametrize(("period", "days"), [("", 90), ("30", 30), ("7", 7), ("today", 7)])
def test_charts_are_of_everybody_and_of_the_days_that_fit_the_period(staff, used, grace, eve, period, days):
    used(grace, 2)
    used(eve, 1, seconds_ago=8 * 86_400)
    page = staff.get(f"/usage/logs/charts/?period={period}&q=grace").content.decode()
    assert f"Last {days} days, everybody" in page
    assert ("$0.0030" if days > 8 else "$0.0020") in page
    assert f'data-src="/usage/logs/charts/?day={today()}{f"&amp;period={period}" if period else ""}"' in page


def test_charts_cost_few_queries(staff, used, grace):
    used(grace, 2)
    found = queries_of(staff, "/usage/logs/charts/")
    assert len(found) <= MOST_QUERIES
    assert not [sql for sql in found if "usage_usagelog" in sql]
