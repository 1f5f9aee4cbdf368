"""Ten thousand conversations and one of 5,000 messages open with as many queries as two and one; `-s` prints how long each takes."""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat import demo
from chat.models import Conversation

ROUNDS = 15
AIM_MS = 30


@pytest.fixture
def opened(client_of, ada):
    """`opened(url)`: (queries, milliseconds of CPU in the middle of some rounds)."""
    client = client_of(ada)

    def measure(url, **query):
        client.get(url, query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, query).status_code == 200
        count, times = len(queries), []
        for _ in range(ROUNDS):
            began = time.process_time()
            client.get(url, query)
            times.append((time.process_time() - began) * 1000)
        return count, statistics.median(times)

    return measure


def addresses(user):
    """What one opens, by name."""
    longest = Conversation.objects.visible_to(user).get(title__endswith=" messages")
    middle = Conversation.objects.visible_to(user).listed()[Conversation.objects.visible_to(user).count() // 2]
    return {
        "the list": (reverse("chat:list"), {}),
        "its middle": (reverse("chat:list_older"), {"before": middle.sort_key}),
        "a thread": (reverse("chat:messages", args=[longest.pk]), {}),
        "its middle part": (reverse("chat:older", args=[longest.pk]), {"before": longest.messages.count() // 2}),
        "the page of both": (longest.get_absolute_url(), {}),
        "a search": (reverse("chat:list"), {"q": "engine"}),
    }


def test_they_cost_the_same(opened, ada):
    demo.seed(conversations=70)
    demo.seed(messages=120)
    few = {name: opened(url, **query) for name, (url, query) in addresses(ada).items()}
    Conversation.objects.filter(title="120 messages").delete()
    demo.seed(conversations=10_000, messages=40_000)
    demo.seed(messages=5_000)
    many = {name: opened(url, **query) for name, (url, query) in addresses(ada).items()}
    print(f"\n{connection.vendor}: {Conversation.objects.count():,} conversations, one of 5,000 messages (aim {AIM_MS} ms)")
    for name, (queries, ms) in many.items():
        print(f"  {name:<17} {queries:>3} queries {ms:6.1f} ms of CPU; with few rows {few[name][1]:6.1f}")
    del few["a search"], many["a search"]  # looks further where more is
    assert {name: queries for name, (queries, _) in many.items()} == {name: queries for name, (queries, _) in few.items()}
    assert all(ms < 3 * few[name][1] + AIM_MS for name, (_, ms) in many.items())
