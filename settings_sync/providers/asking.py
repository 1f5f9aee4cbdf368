"""Asking a provider for its list of models: within limits, and without letting the key go anywhere else."""

import asyncio
import logging
import socket
import ssl

import httpx
from django.views.decorators.debug import sensitive_variables

from settings_sync.providers.failures import causes_of
from settings_sync.providers.outcomes import Outcome, outcome_of
from settings_sync.providers.trust import trusted

CONNECT_SECONDS = 5
SECONDS = 15
LARGEST = 2 * 1024 * 1024  # bytes of an answer

logger = logging.getLogger("settings_sync.providers")


class TooLarge(Exception):
    """The answer is longer than any list of models."""


@sensitive_variables()
async def ask(kind, address, key):
    """What is at this address, as an Outcome. Nothing is raised: what httpx raises may have the key in its frames."""
    try:
        async with asyncio.timeout(SECONDS):
            status, headers, body = await _get(address + kind.models_path, kind.headers(key) if key else {})
        return outcome_of(kind, status, headers, body, key)
    except Exception as error:  # Whatever it is: it ends here, without its traceback.
        logger.info("%s did not answer: %s", kind.name, type(error).__name__)
        return Outcome(False, _words_for(error))


@sensitive_variables()
async def _get(url, headers):
    """(status, headers, body). Not unpacked, not redirected, not through a proxy that the environment names."""
    timeout = httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Lockstep", **headers}
    client = httpx.AsyncClient(verify=trusted(), timeout=timeout, trust_env=False, follow_redirects=False)
    async with client, client.stream("GET", url, headers=headers) as response:
        return response.status_code, response.headers, await _read(response)


async def _read(response):
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > LARGEST:
            raise TooLarge
    return bytes(body)


def _words_for(error):
    causes = list(causes_of(error))
    if isinstance(error, TooLarge):
        return "It answered with far more than a list of models. The address may be wrong."
    if isinstance(error, (TimeoutError, httpx.TimeoutException)):
        return f"No answer within {CONNECT_SECONDS if isinstance(error, httpx.ConnectTimeout) else SECONDS} seconds."
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "Its certificate is not one to trust, or it does not speak https there. Nothing was sent."
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "Its host name is not known. The address may be wrong."
    if isinstance(error, httpx.ConnectError):
        return "Nothing answers at its address. It may be switched off."
    return "It broke off in the middle of its answer."
