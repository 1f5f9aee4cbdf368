"""A worker process that runs errands: `python -m tests.jobs.worker`, with DJANGO_SETTINGS_MODULE=tests.jobs.site."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from jobs.kinds import works  # noqa: E402
from tests.jobs.models import Errand  # noqa: E402
from tests.jobs.work import run_errand  # noqa: E402

works(Errand)(run_errand)
call_command("run_worker", grace=0.5)
