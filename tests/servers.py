"""Real server processes of the site, on the test's own database and transport."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
ARTIFACTS = ROOT / "test-artifacts"
COMMANDS = {
    "daphne": ["daphne", "-b", "127.0.0.1", "-p", "{port}", "config.asgi:application"],
    "uvicorn": [
        *("uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--port", "{port}"),
        *("--loop", "uvloop", "--http", "httptools", "--ws", "websockets-sansio", "--ws-per-message-deflate", "false"),
        "--no-access-log",
    ],
}


def database_url():
    """The address of the test database, for another process."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"]), quote(database["PASSWORD"])
    who = f"{user}:{password}@" if password else f"{user}@" if user else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{who}{quote(database['HOST'], safe='')}{port}/{database['NAME']}"


def environment(**changes):
    """The environment in which another process is part of this test's site."""
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database_url(), "PYTHONUNBUFFERED": "1"}
    return kept | ours | changes


class Server:
    """One process of the site; `kill` and `start` again keep its address."""

    def __init__(self, kind, port, origins, **changes):
        self.kind, self.port = kind, port
        self.url = f"http://127.0.0.1:{port}"
        self.environment = environment(SITE_URL=self.url, CSRF_TRUSTED_ORIGINS=",".join(origins), **changes)
        folder = ARTIFACTS / "servers"
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / f"{os.environ['REDIS_PREFIX']}-{kind}-{port}.log"
        self.process = None

    @property
    def pid(self):
        return self.process.pid

    def start(self):
        """Start the process without waiting for it."""
        command = [part.format(port=self.port) for part in COMMANDS[self.kind]]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        return self

    def wait_ready(self, seconds=30):
        """Until `/healthz` answers 200. Raises with the end of the log when it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return self
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)
        raise RuntimeError(f"{self.kind} did not become healthy:\n" + self.log.read_text(errors="replace")[-3000:])

    def kill(self):
        """As a crash does: without a goodbye."""
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, sign):
        if self.process.poll() is None:
            self.process.send_signal(sign)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Site:
    """One or more server processes that share database and transport."""

    def __init__(self, kind, processes, **changes):
        ports = [free_port() for _ in range(processes)]
        origins = [f"http://127.0.0.1:{port}" for port in ports]
        self.kind = kind
        self.servers = [Server(kind, port, origins, **changes) for port in ports]

    @property
    def url(self):
        return self.servers[0].url

    @property
    def urls(self):
        return [server.url for server in self.servers]

    def start(self):
        for server in self.servers:
            server.start()
        for server in self.servers:
            server.wait_ready()
        return self

    def stop(self):
        for server in self.servers:
            server.stop()
