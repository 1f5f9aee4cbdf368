"""Settling calls as fast as one process can: `python -m tests.bench.settles seconds begins_at name`; prints {"count", "cpu"}.

Before that once `… prepare name name …`: the holds that will be settled. `… script name` prints what pgbench is to say instead.
"""

import json
import random
import sys
import time
from datetime import timedelta
from operator import itemgetter

if __name__ == "__main__":
    import django

    django.setup()

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from tests.bench import raw
from usage import metering
from usage.models import CreditAccount, Hold, Price

PROVIDER, MODEL = "openai", "gpt-5-mini"
IN, OUT = 1_234, 567
READY = 6_000  # holds: no process settles more in a run


def hold(*names, count=READY):
    """Open holds for calls to come, over everybody."""
    people = list(CreditAccount.objects.exclude(user=None).values_list("pk", flat=True))
    price = Price.objects.get(provider=PROVIDER, model=MODEL)
    rest = {"amount": price.of(IN, OUT), "price": price, "expires_at": timezone.now() + timedelta(hours=1)}
    rows = [
        Hold(key=f"bench.{name}.{number}", account_id=random.choice(people), **rest) for name in names for number in range(count)
    ]
    Hold.objects.bulk_create(rows, batch_size=1_000)
    held = Hold.objects.open().filter(account=OuterRef("pk")).values("account").annotate(sum=Sum("amount")).values("sum")
    CreditAccount.objects.update(held=Coalesce(Subquery(held), 0))


def waiting(name):
    """[(key, user id)] of the calls that are held for under this name."""
    return list(Hold.objects.open().filter(key__startswith=f"bench.{name}.").values_list("key", "account__user_id"))


def call_of(key, user_id):
    now = timezone.now()
    return metering.Call(key, user_id, PROVIDER, MODEL, "chat", None, IN, OUT, False, now, now, "done", first_at=now)


def run(seconds, begins_at, name):
    calls = waiting(name)
    metering.settle(call_of(*calls.pop()))
    time.sleep(max(0.0, begins_at - time.time()))
    end, count, used = time.monotonic() + seconds, 0, time.process_time()
    while time.monotonic() < end and calls:
        metering.settle(call_of(*calls.pop()))
        count += 1
    return {"count": count, "cpu": time.process_time() - used, "seconds": seconds}


def script(name):
    """The statements of one settling, as pgbench takes them: over everybody, each under a key of its own."""
    hold(name, count=50)
    # The highest number: one that is also that of a price or a figure would be taken for the person's there.
    first, *_, (key, user) = sorted(waiting(name), key=itemgetter(1))
    metering.settle(call_of(*first))  # prices are read once
    with raw.recording(connection) as statements:
        metering.settle(call_of(key, user))
    CreditAccount.objects.update(held=10**15)  # pgbench's calls give back what nobody held for them
    people = get_user_model().objects.order_by("pk").values_list("pk", flat=True)
    return raw.pgbench(statements, user, key, people.first(), people.last(), connection), len(statements)


if __name__ == "__main__":
    if sys.argv[1] == "script":
        text, count = script(sys.argv[2])
        print(json.dumps({"script": text, "statements": count}))
    elif sys.argv[1] == "prepare":
        print(json.dumps(hold(*sys.argv[2:])))
    else:
        print(json.dumps(run(float(sys.argv[1]), float(sys.argv[2]), sys.argv[3])))
