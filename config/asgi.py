"""The site as an ASGI application: `daphne config.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402 – after the apps are loaded

from config.bodies import LimitBodies  # noqa: E402
from config.startup import prepare  # noqa: E402
from realtime.routing import websockets  # noqa: E402

prepare()
application = LimitBodies(ProtocolTypeRouter({"http": http, "websocket": websockets()}))
