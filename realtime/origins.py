from urllib.parse import urlsplit

from channels.security.websocket import OriginValidator

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class OwnOrigins(OriginValidator):
    """Sockets from the site's own pages only: scheme, host and port must be listed.

    With `loopback` (development) a page of this machine is also good if it came from the very address that the socket
    asks for, so that any port works. A missing Origin is refused: every browser sends one.
    """

    def __init__(self, application, allowed_origins, loopback=False):
        super().__init__(application, allowed_origins)
        self.loopback = loopback

    async def __call__(self, scope, receive, send):
        if self.loopback and _is_own_loopback(scope):
            return await self.application(scope, receive, send)
        return await super().__call__(scope, receive, send)


def _is_own_loopback(scope):
    headers = dict(scope["headers"])
    origin = urlsplit(headers.get(b"origin", b"").decode("latin1"))
    same_scheme = origin.scheme == ("https" if scope.get("scheme") == "wss" else "http")
    same_address = origin.netloc == headers.get(b"host", b"").decode("latin1")
    return same_scheme and same_address and origin.hostname in LOOPBACK
