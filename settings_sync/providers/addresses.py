"""Base URLs of providers. They are the operator's: private hosts are fine, secrets and surprises in them are not."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

LONGEST = 500
LONGEST_HOST = 253
DEFAULT_PORTS = {"https": 443, "http": 80}


def clean(text):
    """The base URL without a slash at its end. Raises ValidationError with words that do not repeat it."""
    text = text.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValidationError("This is not an address.") from None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or port == 0:
        raise ValidationError("Enter an address that begins with https:// or http:// and names a host.")
    if parts.username is not None or parts.password is not None:
        raise ValidationError("Leave user and password out of the address.")
    if "?" in text or "#" in text:
        raise ValidationError("The address may not have a question mark or a # in it.")
    if len(text) > LONGEST or len(parts.hostname) > LONGEST_HOST or re.search(r"[\s\\\x00-\x1f\x7f]", text):
        raise ValidationError("The address is too long, or has characters that addresses do not have.")
    return text


def origin_of(url):
    """Scheme, host and port: what a key may be sent to. An IPv6 host keeps its brackets."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    return f"{parts.scheme}://{host}:{port}"
