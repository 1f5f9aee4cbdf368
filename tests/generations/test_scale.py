"""Ten thousand images cost a page no more than a hundred do."""

import time
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import interpreter
from generations.models import Generation

FEW, LOTS = 100, 10_000
ROUNDS = 30
SPARE = 0.02  # seconds: what a busy machine adds to the quickest of the rounds


@pytest.fixture
def gallery(many, ada, grace, eve):
    """`gallery(100)`: so many more images of three people, every tenth of them private."""

    def gallery(count):
        for person, share in [(ada, 0.4), (grace, 0.3), (eve, 0.3)]:
            for visibility, part in [("public", 0.9), ("private", 0.1)]:
                many(person, round(count * share * part), visibility=visibility)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database does by itself after a while
        return addresses(Generation.objects.visible_to(ada))

    return gallery


def addresses(seen):
    """{what: address}, asked for from the middle of the gallery where a place is needed."""
    middle = seen.in_order()[seen.count() // 2]
    return {
        "the room": "/generations/",
        "the newest": "/generations/list/",
        "older ones": f"/generations/cards/?after={middle.sort_key}",
        "newer ones": f"/generations/cards/?before={middle.sort_key}",
        "a day": f"/generations/list/?date={middle.created_at.date()}",
        "one's own": "/generations/list/?who=mine",
        "one image": f"/generations/{middle.pk}/",
    }


class Cost:
    """What one address costs: `queries`, and of some rounds the seconds on the clock and of CPU."""

    def __init__(self, client, address):
        path, _, query = address.partition("?")
        self._handler, self._environ = client.handler, client._base_environ(PATH_INFO=path, QUERY_STRING=query)
        self._ask()  # the first answer fills caches
        with CaptureQueriesContext(connection) as asked:
            self._ask()
        self.queries = len(asked)
        self.seconds, self.cpu = zip(*(self._timed() for _ in range(ROUNDS)), strict=True)

    def _timed(self):
        began, used = time.perf_counter(), time.process_time()
        self._ask()
        return time.perf_counter() - began, time.process_time() - used

    @interpreter.roomy
    def _ask(self):
        """As a server's thread does; not by `client.get`, which copies the context of every template."""
        assert self._handler(dict(self._environ)).status_code == 200

    def __str__(self):
        p50, cpu = (f"{median(values) * 1000:5.1f}" for values in (self.seconds, self.cpu))
        return f"{self.queries:3} queries, p50 {p50} ms, CPU {cpu} ms, quickest {min(self.seconds) * 1000:5.1f} ms"


def test_a_page_of_ten_thousand_costs_what_one_of_a_hundred_does(client_of, ada, gallery, capsys):
    client = client_of(ada)
    few, lots = ({what: Cost(client, address) for what, address in gallery(count).items()} for count in (FEW, LOTS - FEW))
    with capsys.disabled():
        for what, cost in lots.items():
            print(f"\n  {what:<12} {FEW:>6,}: {few[what]}\n  {'':<12} {LOTS:>6,}: {cost}", end="")
    for what, cost in lots.items():
        assert cost.queries <= few[what].queries, what
        assert min(cost.seconds) < 2 * min(few[what].seconds) + SPARE, what
