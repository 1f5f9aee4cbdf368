"""The staff page in this process: `python -m tests.bench.staff repetitions`; prints {what: {"p50", "p95", "cpu", "queries"}} (ms)."""

import json
import sys
import time

if __name__ == "__main__":
    import django

    django.setup()

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from tests.bench import raw

ACTIVITIES = ("today", "7", "30", "older", "never")
COLUMNS = ("name", "type", "requests", "tokens", "cost", "balance", "last", "paid")
WAYS = {"up": "", "down": "-"}
ALL_AT_ONCE = "q=person&type=external&sort=tokens&page=2"
BY_LAST_USE = {f"last used: {name}": f"/usage/logs/rows/?activity={name}" for name in ACTIVITIES}
ALL_TIME = {
    "the page": "/usage/logs/",
    "rows": "/usage/logs/rows/",
    "page 3": "/usage/logs/rows/?page=3",
    "search": "/usage/logs/rows/?q=person-12",
    "external": "/usage/logs/rows/?type=external",
    **BY_LAST_USE,
    **{f"by {column} {way}": f"/usage/logs/rows/?sort={sign}{column}" for column in COLUMNS for way, sign in WAYS.items()},
    "all at once": f"/usage/logs/rows/?{ALL_AT_ONCE}&activity=30",
    "100 rows": "/usage/logs/rows/?size=100",
}
PERIODS = {
    "today": "/usage/logs/rows/?period=today",
    "7 days": "/usage/logs/rows/?period=7",
    "30 days": "/usage/logs/rows/?period=30",
    **{f"{days} days, all at once": f"/usage/logs/rows/?period={days}&{ALL_AT_ONCE}" for days in (7, 30)},
}


def measure(client, address, repetitions):
    times, used = [], time.process_time()
    for _ in range(repetitions):
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    cpu = (time.process_time() - used) * 1000 / repetitions
    with raw.recording(connection) as statements:
        client.get(address)
    times.sort()
    return {"p50": times[repetitions // 2], "p95": times[int(repetitions * 0.95)], "cpu": cpu, "queries": len(statements)}


def main(repetitions):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(get_user_model().objects.get(username="ada"), backend="accounts.identity.ByPassword")
    for address in (*ALL_TIME.values(), *PERIODS.values()):
        client.get(address)
    addresses = ALL_TIME | PERIODS
    return {what: measure(client, address, repetitions) for what, address in addresses.items()}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
