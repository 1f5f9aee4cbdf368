"""The settings page as a person finds it: by the words that stand on it."""

import pytest
from playwright.sync_api import expect

from settings_sync.models import Preference

SAVE = "**/settings/save/"
# The last word of a page that goes does not get through, as when the network goes with it.
NO_LAST_WORD = """
  const { fetch } = window
  window.fetch = (url, options) => (options?.keepalive ? Promise.reject(new TypeError()) : fetch(url, options))
"""


class SettingsPage:
    """One open settings page."""

    def __init__(self, page):
        self.page = page
        self.temperature = page.get_by_role("slider", name="Temperature")
        self.max_tokens = page.get_by_role("spinbutton", name="Max tokens")
        self.prompt = page.get_by_role("textbox", name="System prompt")
        self.status = page.get_by_role("status", name="Sync")
        self.keep_mine = page.get_by_role("button", name="Keep mine")
        self.use_theirs = page.get_by_role("button", name="Use theirs")

    def save_now(self):
        self.page.get_by_role("button", name="Save now").click()

    def sync_now(self):
        self.page.get_by_role("button", name="Sync now").click()

    def expect_status(self, words):
        # A few failed attempts wait longer than Playwright would.
        expect(self.status).to_have_text(words, timeout=20_000)
        return self

    def expect_synced(self):
        return self.expect_status("Synced")

    def new_tab(self):
        return self.opened(self.page.context.new_page())

    @classmethod
    def opened(cls, page):
        page.goto("/settings/")
        return cls(page).expect_synced()

    def kept(self):
        """What this browser keeps for the person, as JSON texts."""
        return self.page.evaluate(
            "Object.entries(localStorage).filter(([key]) => key.startsWith('settings.')).map(([, text]) => text)"
        )


@pytest.fixture
def settings_page(page_as):
    """`settings_page(ada)`: her settings in a browser of their own, connected and in step."""
    return lambda user, **options: SettingsPage.opened(page_as(user, **options))


@pytest.fixture
def stored():
    """`stored(ada, "theme")`: the value in the database."""
    return lambda user, key: Preference.objects.of(user, [key])[key].value
