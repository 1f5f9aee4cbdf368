"""Whose certificates are believed when a provider is asked."""

import ssl
from functools import cache

import certifi


@cache
def trusted():
    """The system's certificate authorities, for a provider inside the house, and certifi's, for a system without any."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
