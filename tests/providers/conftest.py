"""Providers for tests: a real server beside them, rows that point at it, and the page on which people use them."""

import time

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from settings_sync.models import Provider
from tests.providers.server import ProviderServer


@pytest.fixture
def provider_server():
    """A provider on this machine that takes any key."""
    with ProviderServer() as server:
        yield server


@pytest.fixture
def lab(db, provider_server):
    """The row of it."""
    return Provider.objects.create(slug="lab", name="Lab", kind="openai", base_url=provider_server.base_url)


def confirm(session_key):
    """As if this session's person had given the password just now."""
    session = SessionStore(session_key)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


@pytest.fixture
def confirmed(client_of):
    """`confirmed(ada)`: a client of somebody who has just confirmed who they are."""

    def signed_in(user, **options):
        client = client_of(user, **options)
        confirm(client.session.session_key)
        return client

    return signed_in


class ProvidersPage:
    """One open page of providers; its controls are those of the provider "Lab"."""

    def __init__(self, page):
        self.page = page
        self.panel = page.get_by_role("region", name="Lab", exact=True)
        self.key = self.panel.get_by_label("Your key")
        self.switch = self.panel.get_by_role("switch", name="Lab")
        self.model = self.panel.get_by_label("Model", exact=True)
        self.answer = self.panel.get_by_role("status", name="Test of Lab")
        self.problem = self.panel.get_by_role("alert")
        self.status = page.get_by_role("status", name="Sync")

    @classmethod
    def opened(cls, page):
        page.goto("/settings/providers/")
        expect(page.get_by_role("status", name="Sync")).to_have_text("Synced")
        return cls(page)

    def new_tab(self):
        return self.opened(self.page.context.new_page())

    def press(self, name):
        self.panel.get_by_role("button", name=name).click()

    def save_key(self, key):
        self.key.fill(key)
        self.press("Save key")

    def models(self):
        return self.panel.get_by_role("list", name="Models of Lab").get_by_role("button")


@pytest.fixture
def providers_page(page_as):
    """`providers_page(ada)`: her providers in a browser of their own; with `confirmed=False` keys ask who she is first."""

    def opened(user, site=None, confirmed=True, **options):
        page = page_as(user, site, **options)
        if confirmed:
            cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
            confirm(cookies[settings.SESSION_COOKIE_NAME])
        return ProvidersPage.opened(page)

    return opened
