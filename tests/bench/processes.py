"""The processes that a benchmark starts: servers on one core, a writer beside the client. All are stopped by their ids."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.bench import machine, wire
from tests.ports import free_port
from tests.servers import COMMANDS, ROOT

WRITER = [sys.executable, "-m", "tests.bench.writes"]


class Server:
    """A running server: `pid` and `port`."""

    def __init__(self, kind, application, environment, log):
        self.kind, self.port = kind, free_port()
        command = [part.format(port=self.port).replace("config.asgi", application) for part in COMMANDS[kind]]
        environment = environment | {"SITE_URL": f"http://127.0.0.1:{self.port}"}
        with Path(log).open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=output, stderr=output
            )
        machine.pin(self.process.pid, machine.cores()[0])
        self._wait(Path(log))

    @property
    def pid(self):
        return self.process.pid

    def _wait(self, log):
        """Until the port takes a connection."""
        while self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(f"{self.kind} did not start:\n{log.read_text()[-3000:]}")

    def stop(self):
        end(self.process)


@contextmanager
def server(kind, application, environment, log):
    running = Server(kind, application, environment, log)
    try:
        yield running
    finally:
        running.stop()


class Writer:
    """Another process of the site, which only writes."""

    def __init__(self, process):
        self._process = process

    async def ask(self, *command):
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        return json.loads(await self._process.stdout.readline())

    @classmethod
    async def start(cls, environment):
        pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE, "limit": 1 << 22}
        return cls(await asyncio.create_subprocess_exec(*WRITER, cwd=ROOT, env=environment, **pipes))

    async def stop(self):
        self._process.stdin.close()
        await self._process.wait()


class Door:
    """Writes through a WebSocket of the server itself: the bare peer's, or that of the site in one process."""

    def __init__(self):
        self._answers = asyncio.Queue()

    @classmethod
    async def open(cls, port):
        door = cls()
        door._connection = await wire.connect(port, "/writer/", "writer", lambda _, text, when: door._answers.put_nowait(text))
        return door

    async def ask(self, *command):
        self._connection.send(command)
        return json.loads(await self._answers.get())


def run(module, environment, *arguments):
    """Run one of our modules to its end and return the JSON that it printed."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def manage(environment, *arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def end(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def environment(folder, database_url="", redis_url=""):
    """A site in production that leaks nothing in from `.env`."""
    said = {"DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1", "CSRF_TRUSTED_ORIGINS": "", "EMAIL_URL": "", "MEDIA_ROOT": ""}
    said |= {"SITE_URL": "http://127.0.0.1", "SECRET_KEY": "", "SECRETS_KEYS": "", "DATA_DIR": str(folder)}
    said |= {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "REDIS_PREFIX": f"lockstep-bench-{os.getpid()}"}
    return os.environ | said | {"DJANGO_SETTINGS_MODULE": "config.settings", "REALTIME_DEBUG": "0"}
