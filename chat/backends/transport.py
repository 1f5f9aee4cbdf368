"""The HTTP under both SDKs: aiohttp, behind the interface of the client that they speak through.

A stream of tokens is a stream of small chunks, and httpx's own transport takes 100 µs of CPU for each, aiohttp 30: its parser is
compiled. Both SDKs offer a transport of this kind; theirs share cookies between calls, keep connections, and call a
connection that broke one that timed out.
"""

import aiohttp
import httpx2

ERRORS = (
    (aiohttp.ConnectionTimeoutError, httpx2.ConnectTimeout),
    (aiohttp.ServerTimeoutError, httpx2.ReadTimeout),
    (aiohttp.ClientConnectorError, httpx2.ConnectError),
    (aiohttp.ClientError, httpx2.ReadError),
    (OSError, httpx2.ReadError),
)
NETWORK = (aiohttp.ClientError, OSError)


class Transport(httpx2.AsyncBaseTransport):
    """Belongs to one event loop. `connect_seconds` is how long a connection may take to come about; nothing else is limited here.

    No connection is kept, no cookie, no proxy of the environment: each call stands by itself.
    """

    def __init__(self, certificates, connect_seconds):
        self._certificates, self._connector = certificates, None
        self._timeout = aiohttp.ClientTimeout(sock_connect=connect_seconds)

    async def handle_async_request(self, request):
        """Raises the errors of httpx2, each with what aiohttp said as its cause."""
        session, body = self._session(), await request.aread()
        asked = {"headers": request.headers.multi_items(), "data": body or None, "allow_redirects": False}
        try:
            answer = await session.request(request.method, str(request.url), **asked)
        except BaseException as error:
            await session.close()
            if isinstance(error, NETWORK):
                raise _translated(error) from error
            raise
        return httpx2.Response(answer.status, headers=answer.raw_headers, stream=_Body(session, answer), request=request)

    def _session(self):
        self._connector = self._connector or aiohttp.TCPConnector(limit=0, force_close=True, ssl=self._certificates)
        keeping = {"connector": self._connector, "connector_owner": False, "cookie_jar": aiohttp.DummyCookieJar()}
        return aiohttp.ClientSession(**keeping, timeout=self._timeout, auto_decompress=False, trust_env=False)


class _Body(httpx2.AsyncByteStream):
    """The bytes of an answer, as they come."""

    def __init__(self, session, answer):
        self._session, self._answer = session, answer

    async def __aiter__(self):
        try:
            async for part in self._answer.content.iter_any():
                yield part
        except NETWORK as error:
            raise _translated(error) from error

    async def aclose(self):
        self._answer.close()  # also what has not come yet: nobody waits for it
        await self._session.close()


def _translated(error):
    """The same in the words of httpx2. Timeouts of aiohttp's are OSErrors too: the first that fits counts."""
    return next(theirs for ours, theirs in ERRORS if isinstance(error, ours))(str(error))
