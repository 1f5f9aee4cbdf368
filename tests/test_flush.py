"""Emptying the database between tests, while a server process is still writing."""

import threading
import time

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from tests.servers import database_url

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE 'TRUNCATE%'"


@pytest.mark.redis
def test_a_write_that_blocks_the_flush_does_not_leave_rows_behind(ada, transactional_db):
    with psycopg.connect(database_url(), autocommit=False) as straggler, psycopg.connect(database_url()) as watcher:
        watcher.autocommit = True
        straggler.execute("LOCK TABLE realtime_topicversion IN ROW EXCLUSIVE MODE")
        other = threading.Thread(target=write_after_the_flush_waits, args=(straggler, watcher), daemon=True)
        other.start()
        call_command("flush", interactive=False, verbosity=0, allow_cascade=False, inhibit_post_migrate=True)
        other.join(20)
    assert not User.objects.exists()
    connection.close()


def write_after_the_flush_waits(straggler, watcher):
    """Each then waits for the other; the flush has waited longer, so it is the one that PostgreSQL ends."""
    end = time.monotonic() + 20
    while not watcher.execute(WAITING).fetchone()[0] and time.monotonic() < end:
        pass
    straggler.execute("LOCK TABLE accounts_user IN ROW EXCLUSIVE MODE")
    straggler.rollback()
