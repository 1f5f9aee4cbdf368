"""A worker reads its parent's main module again: whatever the site is started with must bear that."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.jobs.conftest import until
from tests.ports import free_port
from tests.servers import ROOT

pytestmark = pytest.mark.once
BIN = Path(sys.executable).parent
SITE = "tests.generations.artwork.site:application"
SERVERS = {
    "daphne": [BIN / "daphne", "-v0", "-b", "127.0.0.1", "-p", "{port}", SITE],
    "python -m daphne": [sys.executable, "-m", "daphne", "-v0", "-b", "127.0.0.1", "-p", "{port}", SITE],
    "uvicorn": [BIN / "uvicorn", SITE, "--port", "{port}"],
    "python -m uvicorn, two workers": [sys.executable, "-m", "uvicorn", SITE, "--port", "{port}", "--workers", "2"],
}


@pytest.mark.parametrize("name", SERVERS)
def test_pictures_are_drawn_below_every_server(name):
    port = free_port()
    command = [str(part).format(port=port) for part in SERVERS[name]]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert until(lambda: fetched(f"http://127.0.0.1:{port}/"), 60).startswith(b"\x89PNG")
    finally:
        server.terminate()
        said = server.communicate(timeout=30)[1]
    assert "Traceback" not in said


def test_pictures_are_drawn_below_a_management_command():
    code = (
        "import asyncio; from generations.backends import Wish; from generations.backends.artwork import generate\n"
        "async def main(): return [type(event).__name__ async for event in generate(Wish('a sea', 64, 64, 1), '')]\n"
        "print(asyncio.run(main()))"
    )
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    run = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert run.stdout.strip() == "['Done']", run.stderr


def environment():
    return os.environ | {"PYTHONPATH": str(ROOT), "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}


def fetched(url):
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read()
    except (urllib.error.URLError, OSError):
        return b""
