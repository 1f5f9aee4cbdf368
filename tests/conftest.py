"""The few people and the real sites that all tests share."""

import os
import uuid
from contextlib import suppress
from functools import cache

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import OperationalError, connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.postgresql.creation import DatabaseCreation
from django.test import Client

from tests import backends, browsers, servers

PASSWORD = "lockstep-demo"
MOST_LOST = 4  # connections of a pool of 16
CI = os.environ.get("CI", "").lower() in ("1", "true")


# Which tests run, and in which order


def pytest_collection_modifyitems(config, items):
    """Browser tests go last: while Playwright runs, its event loop occupies the thread."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    unwanted = "once" if os.environ.get("TEST_REDIS_URL") else "redis"
    dropped = [item for item in items if item.get_closest_marker(unwanted)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if not item.get_closest_marker(unwanted)]


# People


@cache
def _hashed():
    # The real hasher, as servers know no other, but once: it is slow by design.
    return make_password(PASSWORD)


def _person(name, surname, **fields):
    fields |= {"email": f"{name}@example.com", "username": name, "display_name": f"{name.title()} {surname}"}
    return get_user_model().objects.create(password=_hashed(), **fields)


@pytest.fixture
def ada(db):
    """An operator: staff and superuser, internal."""
    return _person("ada", "Lovelace", kind="internal", is_staff=True, is_superuser=True)


@pytest.fixture
def grace(db):
    """A colleague: internal."""
    return _person("grace", "Hopper", kind="internal")


@pytest.fixture
def eve(db):
    """A stranger: external."""
    return _person("eve", "Moneypenny", kind="external")


@pytest.fixture
def password():
    """What all of them sign in with."""
    return PASSWORD


@pytest.fixture
def client_of():
    """`client_of(ada)`: a Django test client in which she is signed in. Each is a session of its own."""

    def signed_in(user, **options):
        client = Client(**options)
        client.force_login(user, backend="accounts.identity.ByPassword")
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _own_cache(settings):
    """No rate limit or cached page of another test; the database of the cache is not ours to empty."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": f"test-{uuid.uuid4().hex}"}}


# Real server processes


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """A test may leave a pooled connection behind in some thread: the database is emptied and goes away all the same."""
    DatabaseCreation._destroy_test_db = _drop_with_force
    BaseDatabaseOperations.execute_sql_flush = _flush_again


def _flush_again(operations, sql_list, flush=BaseDatabaseOperations.execute_sql_flush):
    """A server process may still finish a page's last write: where the two block each other, PostgreSQL ends either."""
    for _ in range(5):
        with suppress(OperationalError):
            return flush(operations, sql_list)
    return flush(operations, sql_list)


@pytest.fixture(autouse=True)
def _no_connection_is_lost():
    """Channels' own communicators keep connections open in threads that end with their loop: the pool forgets those."""
    yield
    pool = getattr(connection, "pool", None)
    if pool and pool.get_stats()["pool_size"] - pool.get_stats()["pool_available"] > MOST_LOST:
        connection.close()
        connection.close_pool()


def _drop_with_force(creation, name, verbosity):
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {creation.connection.ops.quote_name(name)} WITH (FORCE)")


@pytest.fixture(scope="session")
def _running(django_db_setup):
    """Sites by what they were asked to be; started once, stopped by their process ids at the end."""
    running = {}
    yield running
    for site in running.values():
        site.stop()
    backends.forget(os.environ["REDIS_URL"], prefix=os.environ["REDIS_PREFIX"])


@pytest.fixture
def live_sites(transactional_db, _running):
    """`live_sites(server="uvicorn", processes=2)`: a Site. Environment variables go in as further arguments."""

    def start(server=None, processes=1, fresh=False, **environment):
        server = server or ("uvicorn" if os.environ["REDIS_URL"] else "daphne")
        wanted = (server, processes, *sorted(environment.items()), *([object()] if fresh else []))
        if wanted not in _running:
            _running[wanted] = servers.Site(server, processes, **environment)
            _running[wanted].start()
        return _running[wanted]

    return start


@pytest.fixture
def live_site(live_sites):
    """The usual site: one Daphne on SQLite and memory, one uvicorn on PostgreSQL and Redis."""
    return live_sites()


# Browsers


class _Playwright:
    """Chromium, started when first wanted and stopped before a test that needs the thread for itself."""

    def __init__(self):
        self._context = self._browser = None

    @property
    def browser(self):
        if not self._browser:
            from playwright.sync_api import sync_playwright

            self._context = sync_playwright()
            launcher = self._context.__enter__().chromium
            self._browser = launcher.launch(executable_path=browsers.chromium(), args=browsers.QUIET)
        return self._browser

    def stop(self):
        if self._browser:
            self._browser.close()
            self._context.__exit__(None, None, None)
            self._context = self._browser = None


_playwright = _Playwright()


def pytest_runtest_setup(item):
    if not item.get_closest_marker("browser"):
        _playwright.stop()


def pytest_sessionfinish():
    _playwright.stop()


@pytest.fixture
def browser():
    """Chromium. The tests of a worker share one; each page of `page_as` has a context of its own."""
    if not browsers.chromium():
        (pytest.fail if CI else pytest.skip)("Chromium is not installed: apt-get install chromium, or set CHROMIUM.")
    return _playwright.browser


@pytest.fixture
def console():
    """What the pages of this test complained about; `console.allow(pattern)` expects it."""
    return browsers.Console()


@pytest.fixture
def page_as(transactional_db, browser, live_sites, console):
    """`page_as(ada)`: a page in which she is signed in, of the usual site or of another. See `People`."""
    people = browsers.People(browser, live_sites, console)
    yield people
    people.close()
    assert not console.unexpected(), "The browser's console has errors"


@pytest.fixture
def wait_live():
    """`wait_live(page)`: until the page itself says that it is connected."""
    return browsers.wait_live
