import asyncio
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from generations import backends
from generations.developing import developed
from generations.models import Generation
from generations.models.order import rank_of
from jobs.runner import Runner
from tests.generations.painter import Painter, picture
from tests.generations.room import Room
from tests.jobs.conftest import until
from tests.realtime.conftest import sent  # noqa: F401 – what this process hands to the transport

WISH = {"prompt": "a quiet sea at dawn", "width": 512, "height": 512, "model": "lockstep-artwork"}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def painter(monkeypatch):
    """What draws in the place of the built-in artwork."""
    painter = Painter()
    monkeypatch.setitem(backends._register.backends, "artwork", painter.generate)
    return painter


@pytest.fixture
def ask():
    """`ask(ada, count=2, visibility="private")`: images that she wishes for. Returns them."""

    def ask(user, key=None, **changes):
        return Generation.ask(user, key or uuid4(), **WISH | changes)

    return ask


@pytest.fixture
def make():
    """`make(ada, prompt="fjord", visibility="private")`: a finished image with its files, which nobody had to draw."""

    def make(user, **changes):
        (row,) = Generation.ask(user, uuid4(), **WISH | changes)
        row.begin("a test")
        row.keep_files(_developed())
        row.was_asked = False
        row.finish("done")
        return Generation.objects.get(pk=row.pk)

    return make


def _developed():
    return developed(picture((96, 64)))


@pytest.fixture
def painting(transactional_db, painter):
    """A runner of images, at work in a thread; its work is the painter's."""
    runner = Runner(concurrency=20)
    thread = threading.Thread(target=asyncio.run, args=(runner.run(),), daemon=True)
    thread.start()
    until(lambda: runner.loop)
    yield painter
    painter.go()
    runner.stop()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def ended():
    """`ended(row)`: wait until it is made, or not. Returns it."""

    def wait(row):
        return until(lambda: Generation.objects.filter(pk=row.pk).exclude(state__in=["queued", "running"]).first())

    return wait


@pytest.fixture
def many(transactional_db):
    """`many(ada, 100, visibility="private")`: finished rows without files, "number 0", "number 1" and so on, each a minute older."""

    def many(owner, count, **fields):
        reach = "own" if fields.get("visibility") == "private" else "all"
        at, rows = timezone.now(), []
        for number in range(count):
            created = at - timedelta(minutes=number)
            own = {"prompt": f"number {number}", "batch": uuid4(), "created_at": created, "rank": rank_of(created)}
            rows.append(
                Generation(owner=owner, **WISH | {"seed": 1, "model": "m", "state": "done", "reach": reach} | own | fields)
            )
        return Generation.objects.bulk_create(rows)

    return many


@pytest.fixture
def enter(live_sites, page_as, wait_live):
    """`enter(ada)`: she is in the room. The site makes images itself."""
    site = live_sites(RUN_JOBS_IN_WEB="1")

    def enter(user, **options):
        page = page_as(user, site, path=options.pop("path", "/generations/"), **options)
        if options.get("java_script_enabled", True):
            wait_live(page)
        return Room(page)

    return enter
