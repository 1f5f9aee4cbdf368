from channels.routing import URLRouter
from channels.sessions import CookieMiddleware
from django.conf import settings
from django.urls import path

from realtime.consumers import LiveConsumer
from realtime.origins import OwnOrigins


def websockets():
    """The ASGI application for all sockets of the site: own origins only, cookies parsed, one address."""
    routes = URLRouter([path("ws/live/", LiveConsumer.as_asgi())])
    return OwnOrigins(CookieMiddleware(routes), settings.LIVE_ORIGINS, loopback=settings.DEBUG)
