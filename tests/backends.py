"""PostgreSQL and Redis for the tests: given, found on this machine, or started in a folder of their own."""

import getpass
import glob
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis

from tests.ports import free_port

USUAL_REDIS = "redis://127.0.0.1:6379/0"


class Missing(Exception):
    """A service that is neither given, nor running, nor installed. Its words say what to do."""


@contextmanager
def postgres():
    """The URL of a PostgreSQL in which test databases may be created."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given and not _may_create_databases(given):
        raise Missing("TEST_DATABASE_URL does not answer, or its role lacks CREATEDB.")
    url = given or next(filter(_may_create_databases, _usual_postgres()), None)
    if url:
        yield url
    else:
        with private_postgres() as url:
            yield url


@contextmanager
def redis_server():
    """The URL of a Redis. It may be somebody's own: tests keep to their prefix."""
    given = os.environ.get("TEST_REDIS_URL")
    if given and not _answers(given):
        raise Missing("TEST_REDIS_URL does not answer.")
    url = given or (_answers(USUAL_REDIS) and USUAL_REDIS)
    if url:
        yield url
    else:
        with private_redis() as url:
            yield url


@contextmanager
def private_postgres():
    """The URL of a PostgreSQL of our own, reached through a socket in a folder that only its user can enter."""
    binaries = _postgres_binaries()
    with _folder(owner := _somebody_else()) as folder:
        as_owner = {"user": owner, "group": owner, "extra_groups": []} if owner else {}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **as_owner}
        create = ["initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        serve = [
            "postgres",
            "-D",
            f"{folder}/data",
            "-k",
            folder,
            "-h",
            "",
            "-c",
            "fsync=off",
            "-c",
            "max_connections=300",
        ]
        subprocess.run([binaries / create[0], *create[1:]], check=True, **quiet)
        with _running([binaries / serve[0], *serve[1:]], **quiet):
            url = f"postgres://postgres@{quote(folder, safe='')}/postgres"
            _wait(lambda: _may_create_databases(url), "PostgreSQL")
            yield url


@contextmanager
def private_redis(port=None):
    """The URL of a Redis of our own, which forgets everything when it stops."""
    program = shutil.which("redis-server")
    if not program:
        raise Missing("Redis neither runs nor is installed: apt-get install redis-server, or set TEST_REDIS_URL.")
    port = port or free_port()
    with _folder() as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with _running(command, stdout=subprocess.DEVNULL):
            url = f"redis://127.0.0.1:{port}/0"
            _wait(lambda: _answers(url), "Redis")
            yield url


def forget(url, prefix):
    """Remove what a test process left in a Redis that may be somebody's own."""
    if url and prefix:
        with redis.Redis.from_url(url) as client:
            for key in client.scan_iter(match=f"{prefix}*", count=1000):
                client.delete(key)


def _usual_postgres():
    for user in dict.fromkeys([os.environ.get("PGUSER") or getpass.getuser(), "postgres"]):
        for host in ("127.0.0.1", "/var/run/postgresql", "/tmp"):
            yield f"postgres://{user}@{quote(host, safe='')}/postgres"


def _may_create_databases(url):
    asked = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2) as connection:
        return connection.execute(asked).fetchone()[0]
    return False


def _answers(url):
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as client:
        return client.ping()
    return False


def _postgres_binaries():
    usual = sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    for folder in [*os.environ.get("PATH", "").split(os.pathsep), *usual, "/usr/local/pgsql/bin"]:
        if all(os.access(Path(folder) / name, os.X_OK) for name in ("initdb", "postgres")):
            return Path(folder)
    raise Missing("PostgreSQL neither runs nor is installed: apt-get install postgresql, or set TEST_DATABASE_URL.")


def _somebody_else():
    """PostgreSQL refuses to run as root; its package brings a user for it."""
    return "postgres" if os.geteuid() == 0 else None


@contextmanager
def _folder(owner=None):
    with tempfile.TemporaryDirectory(prefix="lockstep-", ignore_cleanup_errors=True) as folder:
        if owner:
            shutil.chown(folder, owner, owner)
        yield folder


@contextmanager
def _running(command, **options):
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()


def _wait(ready, name, seconds=20):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise Missing(f"{name} was started but does not answer.")
        time.sleep(0.1)
