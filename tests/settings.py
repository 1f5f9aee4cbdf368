"""The site's own settings, on a database, files and keys that belong to this test process alone."""

import atexit
import os
import shutil
import tempfile
import uuid

RUN = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{uuid.uuid4().hex[:8]}"
_folder = tempfile.mkdtemp(prefix="lockstep-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

# Everything that `.env` could say is said here, so that a developer's own does not leak in.
os.environ |= {
    "DEBUG": "1",
    "DATA_DIR": _folder,
    "SECRET_KEY": "only for tests, and only on this machine",
    "SECRETS_KEYS": f"test:{'A' * 43}=",
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver",
    "CSRF_TRUSTED_ORIGINS": "",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", ""),
    "REDIS_URL": os.environ.get("TEST_REDIS_URL", ""),
    "REDIS_PREFIX": f"lockstep-test-{RUN}",
    "MEDIA_ROOT": "",
    "STORAGE_URL": "",
    "EMAIL_URL": "",
    "REGISTRATION_OPEN": "1",
    "AUTOSAVE_SECONDS": "1.5",
    "RUN_JOBS_IN_WEB": "0",  # a site that outlives its test would take the next one's jobs; see `chat_site`
    **dict.fromkeys(["OPENAI_BASE_URL", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"], ""),
    **dict.fromkeys(["OLLAMA_BASE_URL", "A1111_BASE_URL", "COMFYUI_BASE_URL"], ""),
    **dict.fromkeys(["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE"], ""),
    "TEST_CHECKOUT": "1",
    # Playwright keeps an event loop in the thread of the tests; their own queries are sync all the same.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, INSTALLED_APPS  # noqa: E402

INSTALLED_APPS += ["tests.jobs"]  # a kind of job for its tests

if os.environ["DATABASE_URL"]:
    DATABASES["default"]["TEST"] = {"NAME": f"test_lockstep_{RUN.replace('-', '_')}"}
