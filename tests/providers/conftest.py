"""Providers for tests: a real server beside them, and rows that point at it."""

import pytest

from tests.providers.server import ProviderServer


@pytest.fixture
def provider_server():
    """A provider on this machine that takes any key."""
    with ProviderServer() as server:
        yield server
