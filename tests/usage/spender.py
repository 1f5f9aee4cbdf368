"""Somebody else's process that settles calls: `python -m tests.usage.spender seconds rate user user …` prints when each was there."""

import json
import sys
import time
from itertools import cycle
from uuid import uuid4

if __name__ == "__main__":
    import django

    django.setup()

from django.utils import timezone

from usage import metering


def spend(seconds, rate, people):
    """The moments (seconds since 1970) at which each call was committed, so many a second."""
    began, done = time.monotonic(), []
    for number, person in zip(range(int(seconds * rate)), cycle(people), strict=False):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        now, taken = timezone.now(), {"tokens_in": 0, "tokens_out": 100, "is_estimated": False}
        whose = {
            "key": f"spent.{uuid4()}",
            "user_id": person,
            "provider": "acme",
            "model": "large",
            "kind": "chat",
            "about": None,
        }
        metering.settle(metering.Call(**whose, **taken, started_at=now, ended_at=now, outcome="done"))
        done.append(time.time())
    return done


if __name__ == "__main__":
    print(json.dumps(spend(float(sys.argv[1]), float(sys.argv[2]), [int(pk) for pk in sys.argv[3:]])))
