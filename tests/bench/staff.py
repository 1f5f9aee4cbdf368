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

ALL_TIME = {
    "the page": "/usage/logs/",
    "rows": "/usage/logs/rows/",
    "page 3": "/usage/logs/rows/?page=3",
    "search": "/usage/logs/rows/?q=person-12",
    "external": "/usage/logs/rows/?type=external",
    "longer ago": "/usage/logs/rows/?activity=older",
    "never": "/usage/logs/rows/?activity=never",
    **{
        f"by {column}": f"/usage/logs/rows/?sort=-{column}"
        for column in ("name", "requests", "tokens", "balance", "last", "paid")
    },
    "100 rows": "/usage/logs/rows/?size=100",
}
PERIODS = {"today": "/usage/logs/rows/?period=today", "30 days": "/usage/logs/rows/?period=30"}


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
    client.force_login(get_user_model().objects.get(username="ada"), backend="django.contrib.auth.backends.ModelBackend")
    for address in (*ALL_TIME.values(), *PERIODS.values()):
        client.get(address)
    addresses = ALL_TIME | PERIODS
    return {what: measure(client, address, repetitions) for what, address in addresses.items()}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
