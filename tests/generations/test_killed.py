"""A real worker is killed in the middle of an image that somebody pays for."""

import subprocess
import sys
import time
from uuid import uuid4

import pytest
from django.urls import reverse

from generations.models import Generation
from jobs.workers import Worker
from settings_sync.models import Provider, ProviderKey
from tests.generations.backends.openai_server import OpenAIServer
from tests.jobs.conftest import until
from tests.servers import ROOT, environment
from usage import ledger, prices
from usage.checking import check
from usage.models import CreditAccount, Hold, Price
from usage.money import USD

WITHIN = 15  # seconds from the kill to "interrupted"
SLACK = 2  # for a busy machine
IMAGE = USD // 25


@pytest.fixture
def drawing(transactional_db):
    """A provider that is paid for each image and, until it is told otherwise, never comes to an end."""
    prices.forget()
    with OpenAIServer("hangs") as server:
        row = Provider.objects.create(slug="local", name="Local", kind="openai", base_url=server.url)
        ProviderKey.objects.keep(row, None, "sk-local-0123456789abcdefghij")
        Price.objects.create(provider="local", model="flux", image=IMAGE)
        yield server
    prices.forget()


@pytest.fixture
def start_worker(settings):
    """`start_worker()`: a real `run_worker` process that shares the files of this test."""
    processes = []

    def start():
        command = [sys.executable, "manage.py", "run_worker"]
        processes.append(subprocess.Popen(command, cwd=ROOT, env=environment(MEDIA_ROOT=str(settings.MEDIA_ROOT))))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.parametrize(("previews", "charged"), [(0, 0), (1, IMAGE)], ids=["before a picture came", "after one came"])
def test_it_is_interrupted_soon_nothing_stays_held_and_another_try_works(
    grace, drawing, start_worker, ask, client_of, previews, charged
):
    drawing.after = previews
    ledger.grant(grace.pk, USD, "grant.one")
    first = start_worker()
    (row,) = ask(grace, model="local:flux")
    until(lambda: drawing.calls and Generation.objects.filter(pk=row.pk, previews=previews, state="running").exists(), 60)
    assert CreditAccount.objects.get(user=grace).held > 0
    start_worker()
    until(lambda: Worker.objects.alive().count() == 2, 60)
    first.kill()
    killed = time.monotonic()
    left = until(lambda: Generation.objects.filter(pk=row.pk, state="interrupted").first(), WITHIN + SLACK)
    assert time.monotonic() - killed < WITHIN + SLACK
    account = CreditAccount.objects.get(user=grace)
    assert (account.held, account.balance, Hold.objects.filter(state="open").count()) == (0, USD - charged, 0)
    page = client_of(grace).get(reverse("generations:index")).content.decode()
    assert "The server stopped while this was made." in page
    assert f"{left.get_absolute_url()}retry/" in page
    drawing.trouble = ""
    again = left.retry(uuid4())
    until(lambda: Generation.objects.filter(pk=again.pk, state="done").exists(), 30)
    assert CreditAccount.objects.get(user=grace).balance == USD - charged - IMAGE
    assert [str(difference) for difference in check()] == []
