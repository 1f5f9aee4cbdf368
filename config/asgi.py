"""The site as an ASGI application: `daphne config.asgi:application`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter  # noqa: E402 – after the apps are loaded
from django.conf import settings  # noqa: E402

from config.bodies import LimitBodies  # noqa: E402
from config.handler import Handler  # noqa: E402
from config.lifespan import Lifespan  # noqa: E402
from config.startup import prepare  # noqa: E402
from jobs import runner, thread  # noqa: E402
from realtime.routing import websockets  # noqa: E402

prepare()
# Without room for any it only looks after what dead workers left behind.
stop_jobs = thread.start(runner.ROOM if settings.RUN_JOBS_IN_WEB else 0)
application = Lifespan(LimitBodies(ProtocolTypeRouter({"http": Handler(), "websocket": websockets()})), at_end=stop_jobs)
