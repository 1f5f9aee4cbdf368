"""The staff page as a document: who stands on it, with which figures, in which order."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.timezone import now

from usage.models import CreditAccount, CreditPurchase, SiteDay, UserDay
from usage.money import USD

MOST_QUERIES = 8  # of a refresh, session and person included


def names(response):
    """Who stands in the table, from above."""
    return re.findall(r'class="logs-person".*?<span class="truncate" dir="auto">(\w+)', response.content.decode(), re.S)


def cells(response, person):
    """A person's row as words."""
    row = re.search(rf'<tr id="usage-of-{person.pk}".*?</tr>', response.content.decode(), re.S)[0]
    return [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]


def totals(response):
    return dict(re.findall(r'class="logs-total"><span>(\w+)</span><strong[^>]*>([^<]*)', response.content.decode()))


def buy(person, cents=500, **fields):
    fields = {"state": "completed", "completed_at": now(), "currency": "usd"} | fields
    return CreditPurchase.objects.create(user=person, provider="test", credits=USD, price_cents=cents, **fields)


def test_everybody_has_a_row_also_who_used_nothing(staff, ada, grace, eve):
    assert names(staff.get("/usage/logs/")) == ["Ada", "Grace", "Eve"]


def test_a_row_says_what_a_person_used_and_has(staff, used, grace):
    used(grace, 3)
    row = cells(staff.get("/usage/logs/"), grace)
    assert row[1:6] == ["Internal", "3", "300", "$0.0030", "$1.00"]
    assert row[6].endswith("ago")


def test_who_is_deactivated_stays_and_is_named_so(staff, grace):
    get_user_model().objects.filter(pk=grace.pk).update(is_active=False)
    assert cells(staff.get("/usage/logs/"), grace)[1] == "Internal, deactivated"


def test_a_dot_says_who_has_paid(staff, grace, eve):
    CreditAccount.objects.create(user=grace, purchases=1)
    page = staff.get("/usage/logs/").content.decode()
    assert page.count('aria-label="Has paid"') == 1
    assert page.index('aria-label="Has paid"') > page.index(f"usage-of-{grace.pk}")


def test_the_totals_are_those_of_everybody(staff, used, grace, eve):
    used(grace, 3)
    used(eve, 2)
    buy(grace)
    assert totals(staff.get("/usage/logs/")) == {
        "Users": "3",
        "Requests": "5",
        "Tokens": "500",
        "Cost": "$0.0050",
        "Revenue": "$5.00",
    }


def test_the_totals_of_everybody_hold_what_those_used_who_are_gone(staff, used, grace, eve):
    used(grace, 3)
    used(eve, 2)
    eve.delete()
    assert totals(staff.get("/usage/logs/"))["Cost"] == "$0.0050"
    assert totals(staff.get("/usage/logs/?period=7"))["Requests"] == "5"
    assert totals(staff.get("/usage/logs/?type=internal"))["Cost"] == "$0.0030"


def test_the_totals_of_some_are_theirs(staff, used, grace, eve):
    used(grace, 3)
    used(eve, 2)
    buy(grace)
    buy(eve, 700)
    found = totals(staff.get("/usage/logs/?type=external"))
    assert (found["Users"], found["Requests"], found["Cost"], found["Revenue"]) == ("1", "2", "$0.0020", "$7.00")


def test_revenue_is_what_was_paid_and_not_given_back_in_each_currency(staff, grace):
    buy(grace, 1000, refunded_cents=250)
    buy(grace, 300, currency="eur")
    buy(grace, 9900, state="pending", completed_at=None)
    buy(grace, 9900, deleted_at=now())
    assert totals(staff.get("/usage/logs/"))["Revenue"] == "$7.50 + 3.00 EUR"


def test_revenue_of_a_period_is_what_was_paid_in_it(staff, grace):
    buy(grace, 1000, completed_at=now() - timedelta(days=10))
    buy(grace, 300)
    found = {period: totals(staff.get(f"/usage/logs/?period={period}"))["Revenue"] for period in ("", "30", "7")}
    assert found == {"": "$13.00", "30": "$13.00", "7": "$3.00"}


@pytest.mark.parametrize("query", ["", "?type=internal", "?period=30", "?period=today&type=internal"])
def test_nobody_at_all_is_zero(staff, query):
    found = totals(staff.get(f"/usage/logs/{query}"))
    assert (found["Requests"], found["Cost"], found["Revenue"]) == ("0", "$0.00", "$0.00")


def test_people_are_found_by_any_of_their_names(staff, ada, grace, eve):
    for words in ("grace", "HOPPER", "grace@example", "hopper grace"):
        assert names(staff.get("/usage/logs/", {"q": words})) == ["Grace"]
    assert names(staff.get("/usage/logs/?q=example.com")) == ["Ada", "Grace", "Eve"]
    assert "Nobody matches" in staff.get("/usage/logs/?q=%25").content.decode()


def test_people_are_found_by_their_type(staff, ada, grace, eve):
    assert names(staff.get("/usage/logs/?type=internal")) == ["Ada", "Grace"]
    assert names(staff.get("/usage/logs/?type=external")) == ["Eve"]


SORTED = {
    "name": ["Ada", "Eve", "Grace"],
    "-name": ["Grace", "Eve", "Ada"],
    "type": ["Eve", "Ada", "Grace"],
    "-requests": ["Grace", "Eve", "Ada"],
    "requests": ["Ada", "Eve", "Grace"],
    "-tokens": ["Grace", "Eve", "Ada"],
    "-cost": ["Grace", "Eve", "Ada"],
    "-balance": ["Eve", "Grace", "Ada"],
    "-last": ["Eve", "Grace", "Ada"],
    "last": ["Grace", "Eve", "Ada"],
    "-paid": ["Eve", "Ada", "Grace"],
}


@pytest.mark.parametrize("period", ["", "&period=7"])
@pytest.mark.parametrize("sort", SORTED)
def test_the_table_is_sorted_by_any_column(staff, used, ada, grace, eve, sort, period):
    used(grace, 3, seconds_ago=9)
    used(eve, 2)
    CreditAccount.objects.filter(user=eve).update(purchases=1, balance=9 * USD)
    page = staff.get(f"/usage/logs/?sort={sort}{period}")
    assert names(page) == SORTED[sort]
    way = "descending" if sort.startswith("-") else "ascending"
    assert len(re.findall(r"aria-sort=", page.content.decode())) == 1
    assert f'aria-sort="{way}"><a id="logs-sort-{sort.removeprefix("-")}"' in page.content.decode()


def test_a_click_on_the_head_turns_the_order_round(staff):
    page = staff.get("/usage/logs/?q=a&sort=-tokens&page=1").content.decode()
    assert 'id="logs-sort-tokens" href="/usage/logs/?q=a&amp;sort=tokens"' in page
    assert 'id="logs-sort-name" href="/usage/logs/?q=a&amp;sort=name"' in page
    assert 'id="logs-sort-cost" href="/usage/logs/?q=a"' in page


@pytest.fixture
def crowd(staff):
    """27 people: Ada and 26 others, who used 1 to 26 cents."""
    people = get_user_model().objects.bulk_create(
        get_user_model()(email=f"p{n:02}@example.org", username=f"p{n:02}", kind="external") for n in range(1, 27)
    )
    CreditAccount.objects.bulk_create(CreditAccount(user=person, charged=n * USD // 100) for n, person in enumerate(people, 1))
    return people


def test_pages_follow_each_other_without_a_gap(staff, crowd):
    pages = [names(staff.get(f"/usage/logs/?size=10&page={page}")) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 7]
    assert [name for page in pages for name in page][:26] == [f"p{n:02}" for n in range(26, 0, -1)]


def test_a_page_beyond_the_last_is_the_last(staff, crowd):
    page = staff.get("/usage/logs/?size=10&page=99")
    assert len(names(page)) == 7
    assert "Page 3 of 3" in page.content.decode()
    assert "21–27 of 27 people" in page.content.decode()


def test_links_keep_what_was_chosen(staff, crowd):
    page = staff.get("/usage/logs/?size=10&page=2&q=p&period=30").content.decode()
    assert 'href="/usage/logs/?q=p&amp;period=30&amp;size=10"' in page  # back to the first
    assert 'href="/usage/logs/?q=p&amp;period=30&amp;size=10&amp;page=3"' in page
    assert 'href="/usage/logs/export/?q=p&amp;period=30&amp;size=10&amp;page=2"' in page


ODD = [f"page={page}" for page in ("0", "-1", "x", "9" * 40, "٣")]
ODD += ["size=7", "sort=id;drop", "sort=password", "type=x", "period=1000", "q=%00"]


@pytest.mark.parametrize("query", ODD)
def test_what_is_not_known_counts_as_not_chosen(staff, query):
    assert names(staff.get(f"/usage/logs/?{query}")) == ["Ada"]
    assert staff.get(f"/usage/logs/rows/?{query}&keep=1,x,,-3,{'9' * 30}").status_code == 200


def test_the_page_works_without_a_script(staff, crowd):
    page = staff.get("/usage/logs/?type=external&size=50&sort=name").content.decode()
    form = re.search(r'<form class="logs-filters".*?</form>', page, re.S)[0]
    assert 'method="get" action="/usage/logs/"' in form
    assert '<button class="button" type="submit">' in form
    assert '<option value="external" selected>' in form
    assert '<option value="50" selected>' in form
    assert 'name="sort" value="name"' in form


def test_rows_stay_where_they_are_while_they_are_read(staff, used, ada, grace, eve):
    used(grace, 2)
    used(eve, 1)
    order = f"{grace.pk},{eve.pk},{ada.pk}"
    assert "Order changed" not in staff.get(f"/usage/logs/rows/?keep={order}").content.decode()
    used(eve, 5)
    page = staff.get(f"/usage/logs/rows/?keep={order}")
    assert names(page) == ["Grace", "Eve", "Ada"]
    assert cells(page, eve)[2] == "6"
    assert "Order changed, refresh" in page.content.decode()
    assert names(staff.get("/usage/logs/rows/")) == ["Eve", "Grace", "Ada"]


def test_who_left_the_page_stays_with_new_figures_until_it_is_refreshed(staff, crowd):
    kept = [person.pk for person in reversed(crowd)][:10]
    CreditAccount.objects.filter(user=crowd[0]).update(charged=USD)
    CreditAccount.objects.filter(user=crowd[-10]).update(charged=1, tokens=777)
    page = staff.get(f"/usage/logs/rows/?size=10&keep={','.join(map(str, kept))}")
    assert names(page) == [f"p{n:02}" for n in range(26, 16, -1)]
    assert cells(page, crowd[-10])[3] == "777"
    assert "Order changed" in page.content.decode()


def test_who_is_new_comes_below_those_who_are_read(staff, ada, grace, eve):
    page = staff.get(f"/usage/logs/rows/?sort=name&keep={grace.pk},{ada.pk}")
    assert names(page) == ["Grace", "Ada", "Eve"]


def test_who_is_gone_goes_and_makes_room(staff, crowd):
    kept = [person.pk for person in reversed(crowd)][:10]
    crowd[-1].delete()
    page = staff.get(f"/usage/logs/rows/?size=10&keep={','.join(map(str, kept))}")
    assert names(page) == [f"p{n:02}" for n in range(25, 15, -1)]


def queries_of(client, url):
    """What a session that is known costs there."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in queries]


QUERIES = [
    "",
    "?period=30&sort=name",
    "?q=p&type=external&activity=today&size=100",
    f"?keep={','.join(map(str, range(1, 100)))}&size=10",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_refresh_costs_the_same_few_queries_for_few_and_for_many(staff, crowd, query):
    before = queries_of(staff, f"/usage/logs/rows/{query}")
    more = [get_user_model()(email=f"m{n}@example.org", username=f"m{n}") for n in range(2_000)]
    get_user_model().objects.bulk_create(more)
    after = queries_of(staff, f"/usage/logs/rows/{query}")
    assert len(before) == len(after) <= MOST_QUERIES
    assert not [sql for sql in after if "usage_usagelog" in sql]


def test_the_page_costs_as_few_with_its_frame_and_none_a_row(staff, crowd):
    assert len(queries_of(staff, "/usage/logs/")) <= MOST_QUERIES
    assert len(queries_of(staff, "/usage/logs/?size=10")) == len(queries_of(staff, "/usage/logs/?size=100"))


def test_a_period_counts_only_its_days(staff, used, grace):
    used(grace, 1)
    used(grace, 2, seconds_ago=10 * 86_400)
    used(grace, 4, seconds_ago=40 * 86_400)
    assert UserDay.objects.count() == SiteDay.objects.count() == 3
    for period, requests in {"": "7", "30": "3", "7": "1", "today": "1"}.items():
        page = staff.get(f"/usage/logs/?period={period}")
        assert cells(page, grace)[2] == totals(page)["Requests"] == requests
