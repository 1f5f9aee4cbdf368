"""manage.py as an operator runs it: another process, with an environment of its own."""

import os
import subprocess
import sys

from tests.servers import ROOT

PRODUCTION = {
    "DEBUG": "0",
    "SITE_URL": "https://lockstep.example.com",
    "SECRET_KEY": "",
    "SECRETS_KEYS": "",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def python(*arguments, **environment):
    """Run Python in the root of the project; the result has returncode, stdout and stderr."""
    named = {name: str(value) for name, value in environment.items()}
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=kept | named, capture_output=True, text=True, timeout=120)


def manage(*arguments, **environment):
    return python("manage.py", *arguments, **environment)


def manage_in_production(folder, *arguments, **environment):
    """With nothing given but the address of the site and where its data go."""
    return manage(*arguments, **(PRODUCTION | {"ALLOWED_HOSTS": "lockstep.example.com", "DATA_DIR": folder} | environment))
