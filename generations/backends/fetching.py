"""Fetching an image from an address that a provider named: an address that nobody here chose.

From the provider's own origin, with its key. From elsewhere only over https, without the key, and only where every
address of the host is a public one; the connection then goes to the address that was looked at, not to the name again.
Redirects are followed nowhere.
"""

import asyncio
import socket
from ipaddress import IPv6Address, ip_address
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from generations.backends import Refused, encoded, wire
from settings_sync.providers.addresses import origin_of
from settings_sync.providers.trust import trusted


async def fetch(http, url, wish):
    """The bytes of the image at `url`. Raises Refused, TooLarge, and what httpx raises."""
    if url.startswith("data:"):
        return encoded.image(url)
    url = urljoin(f"{wish.address}/", url)
    if origin_of(url) == origin_of(wish.address):
        answer = await wire.ask(http, "GET", url, most=wire.LARGEST_IMAGE)
    else:
        answer = await _from_elsewhere(url, wish)
    if answer.status != 200 or not answer.body:
        raise Refused(f"The image that {wish.provider} made could not be fetched ({answer.status}). Retry.", "broken")
    return answer.body


async def _from_elsewhere(url, wish):
    parts = urlsplit(url)
    address = await _public_address(parts)
    if address is None:
        words = f"{wish.provider} keeps its image at an address that is not one to fetch from. Nothing was fetched."
        raise Refused(words, "malformed", may_cost=True)
    pinned = urlunsplit(parts._replace(netloc=_netloc(address, parts.port)))
    timeout = httpx.Timeout(wire.ANSWER_SECONDS, connect=wire.CONNECT_SECONDS)
    options = {"headers": {"Host": parts.netloc.rpartition("@")[2]}, "extensions": {"sni_hostname": parts.hostname}}
    client = httpx.AsyncClient(headers=wire.PLAIN, verify=trusted(), trust_env=False, follow_redirects=False, timeout=timeout)
    async with client as http:
        return await wire.ask(http, "GET", pinned, most=wire.LARGEST_IMAGE, **options)


async def _public_address(parts):
    """One IP address of the host, or None where any of them is not public or it is not https."""
    if parts.scheme != "https" or not parts.hostname:
        return None
    try:
        look_up = asyncio.get_running_loop().getaddrinfo
        found = await look_up(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    addresses = [ip_address(place[0].partition("%")[0]) for *_, place in found]
    return addresses[0] if addresses and all(map(is_public, addresses)) else None


def is_public(address):
    """Whether an IP address is one of the open internet, and none that leads into a network in disguise."""
    if isinstance(address, IPv6Address):
        is_plain = not (address.ipv4_mapped or address.sixtofour or address.teredo) and address.packed[0] >> 5 == 1
        return is_plain and address.is_global
    return address.is_global and not address.is_multicast


def _netloc(address, port):
    host = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    return f"{host}:{port}" if port else host
