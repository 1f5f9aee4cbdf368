"""ComfyUI's socket, which may be lost, or not be there at all: whoever listens then hears nothing, and looks for himself."""

import asyncio
import logging
from contextlib import asynccontextmanager, suppress

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from generations.backends import wire
from settings_sync.providers.trust import trusted

LARGEST = 8 * wire.MIB  # bytes of one message; previews above `wire.LARGEST_PREVIEW` are dropped, above this they end the socket
WAITING = 4  # messages that wait to be read

# The library would write the key into its debug log. This one is in nobody's configuration, so that nothing turns it on.
_silent = logging.Logger("silent", level=logging.CRITICAL + 1)


class Straight(connect):
    """A connection that follows no redirect."""

    def process_redirect(self, exc):
        return exc


class Socket:
    """The connection, as long as there is one."""

    def __init__(self, connection=None):
        self.connection = connection

    async def receive(self, seconds):
        """The next message, or None where none came within this time."""
        if self.connection is None:
            return await asyncio.sleep(seconds)
        try:
            async with asyncio.timeout(seconds):
                return await self.connection.recv()
        except TimeoutError:
            return None
        except ConnectionClosed:
            self.connection = None
            return None


@asynccontextmanager
async def opened(address, client, headers, hello):
    """The Socket of this client, which has said `hello`. Where none opens, one that hears nothing: the rest goes without."""
    connection = None
    with suppress(Exception):
        connection = await _connect(address, client, headers)
        await connection.send(hello)
    try:
        yield Socket(connection)
    finally:
        if connection is not None:
            connection.transport.abort()  # it has nothing more to say, and a goodbye may take seconds


def _connect(address, client, headers):
    url = f"ws{address.removeprefix('http')}/ws?clientId={client}"
    return Straight(
        url,
        additional_headers=headers,
        user_agent_header=None,
        ssl=trusted() if url.startswith("wss:") else None,
        proxy=None,
        compression=None,
        open_timeout=wire.CONNECT_SECONDS,
        ping_interval=None,  # a server that loads a model answers no ping for a while
        max_size=LARGEST,
        max_queue=WAITING,
        logger=_silent,
    )
