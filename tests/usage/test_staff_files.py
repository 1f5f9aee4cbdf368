"""Usage as CSV files: all of it, harmless to spreadsheets, and without taking memory for all of it."""

import csv
import tracemalloc
from io import StringIO

import httpx
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from tests.browsers import session_of
from usage import calls
from usage.models import CreditAccount, UsageLog
from usage.models.accounts import today
from usage.money import USD
from usage.staff import files
from usage.staff.filters import Filters

MANY = 50_000
MOST_BYTES = 12 * 1024 * 1024


def read(lines):
    """The file as a list of {head: cell}."""
    return list(csv.DictReader(StringIO("".join(lines))))


def people(**chosen):
    return read(files.people(Filters(**chosen)))


def logs_of(person):
    return read(files.logs(calls.of(person)))


def test_everybody_is_a_line_with_exact_amounts(used, ada, grace):
    used(grace, 3)
    CreditAccount.objects.filter(user=grace).update(balance=-1, purchases=1)
    rows = {row["Email"]: row for row in people()}
    assert rows.keys() == {ada.email, grace.email}
    row = rows[grace.email]
    assert (row["Requests"], row["Tokens"], row["Cost (USD)"], row["Balance (USD)"]) == (
        "3",
        "300",
        "0.003000000",
        "-0.000000001",
    )
    assert (row["Has paid"], rows[ada.email]["Has paid"]) == ("yes", "no")
    assert rows[ada.email]["Last activity (UTC)"] == ""
    used(grace, 2, model="unheard-of")
    assert [people(q="grace", period=period)[0]["Unpriced calls"] for period in ("", "7")] == ["2", "2"]


def test_the_file_has_those_of_the_page_and_the_figures_of_its_period(used, grace, eve):
    used(grace, 3, seconds_ago=10 * 86_400)
    used(grace, 1)
    used(eve, 1)
    rows = people(type="internal", period="7", q="grace", page=2)
    assert [(row["Name"], row["Requests"]) for row in rows] == [("Grace Hopper", "1")]


def test_calls_are_lines_newest_first(used, grace, eve):
    logs = [used(grace, 1, seconds_ago=ago, outcome=f"done {ago}")[0] for ago in (5, 9, 1)]
    used(eve, 1, seconds_ago=3, outcome="hers")
    rows = logs_of(grace)
    assert [row["Outcome"] for row in rows] == ["done 1", "done 5", "done 9"]
    assert {row["Key"] for row in rows} == {log.key for log in logs}
    assert [row["Outcome"] for row in read(files.logs(UsageLog.objects.all()))] == ["done 1", "hers", "done 5", "done 9"]
    assert rows[0]["Charged (USD)"] == rows[0]["Cost (USD)"] == "0.001000000"


def test_what_has_no_price_is_not_zero(used, grace):
    used(grace, 1, model="unheard of")
    assert logs_of(grace)[0]["Cost (USD)"] == ""


def test_calls_of_people_who_are_gone_are_lines_too(used, grace):
    used(grace, 1)
    grace.delete()
    assert [row["Email"] for row in read(files.logs(UsageLog.objects.all()))] == [""]


EVIL = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_is_worked_out(used, grace, text):
    get_user_model().objects.filter(pk=grace.pk).update(display_name=text, username=f"u{text}")
    used(grace, 1, model=text, code=text, request_id=text)
    cells = [cell for row in logs_of(grace) for cell in row.values()]
    cells += [cell for row in people() for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(files.FORMULA)]
    assert f"'{text}" in cells


def make_logs(person, count):
    """As many, all of one moment."""
    at = now()
    fields = {"user": person, "provider": "acme", "model": "large", "kind": "chat", "started_at": at, "outcome": "done"}
    logs = (UsageLog(key=f"k{n}", ended_at=at, **fields) for n in range(count))
    UsageLog.objects.bulk_create(logs, batch_size=5_000)


def test_fifty_thousand_calls_take_little_memory_and_none_is_left_out(grace):
    make_logs(grace, MANY)
    keys, size = set(), 0
    tracemalloc.start()
    for piece in files.logs(UsageLog.objects.all()):
        size += len(piece)
        keys.update(hash(line.rsplit(",", 1)[-1]) for line in piece.splitlines())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(keys) == MANY + 1
    assert size > MANY * 80
    assert peak < MOST_BYTES


def test_a_chunk_is_one_query_that_neither_counts_nor_skips(grace):
    make_logs(grace, 3 * files.CHUNK)
    with CaptureQueriesContext(connection) as queries:
        assert len("".join(files.logs(UsageLog.objects.all())).splitlines()) == 3 * files.CHUNK + 1
    assert len(queries) == 4
    assert not [query["sql"] for query in queries if "OFFSET" in query["sql"] or "COUNT(" in query["sql"]]


def test_people_come_in_chunks_of_two_queries(grace):
    people = (get_user_model()(email=f"p{n}@example.org", username=f"p{n}") for n in range(files.CHUNK * 2))
    get_user_model().objects.bulk_create(people)
    with CaptureQueriesContext(connection) as queries:
        lines = "".join(files.people(Filters(period="30"))).splitlines()
    assert len(lines) == files.CHUNK * 2 + 2
    assert len(queries) <= 3 * 2 + 1


def test_money_of_a_bought_package_is_no_cost(give, grace):
    give(grace, 5 * USD)
    row = next(row for row in people() if row["Email"] == grace.email)
    assert (row["Cost (USD)"], row["Balance (USD)"]) == ("0.000000000", "5.000000000")


@pytest.fixture
def download(live_site, ada):
    """`download("/usage/logs/export/")`: what Ada gets there from a real site."""
    cookies = {settings.SESSION_COOKIE_NAME: session_of(ada)}
    return lambda path: httpx.get(f"{live_site.url}{path}", cookies=cookies, timeout=30)


@pytest.mark.django_db(transaction=True)
def test_files_come_from_a_real_site(download, used, grace, eve):
    used(grace, 2)
    used(eve, 1, seconds_ago=9 * 86_400)
    assert len(read(download("/usage/logs/export/?type=internal").text)) == 2
    assert len(read(download("/usage/logs/export/calls/").text)) == 3
    assert len(read(download("/usage/logs/export/calls/?period=7").text)) == 2
    answer = download(f"/usage/logs/{eve.pk}/export/")
    assert len(read(answer.text)) == 1
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="usage-logs-{eve.pk}-{today()}.csv"'
