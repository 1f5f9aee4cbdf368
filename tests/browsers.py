"""The system's own Chromium, and pages in it that belong to one person each."""

import os
import re
import shutil

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]


def chromium():
    """The path of the installed Chromium (or `CHROMIUM`), or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def session_of(user):
    """The key of a new session in which this person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def wait_live(page, state="live"):
    """Until the page itself says that it is connected."""
    page.wait_for_selector(f'body[data-live="{state}"]', state="attached")


class Console:
    """What pages complained about. A test fails on it unless it has allowed it."""

    def __init__(self):
        self.allowed, self.complaints = [], []

    def allow(self, pattern):
        """Expect complaints that match, such as the failed requests of a page that is taken offline."""
        self.allowed.append(re.compile(pattern))

    def listen(self, page):
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    def _hear(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def unexpected(self):
        return [text for text in self.complaints if not any(pattern.search(text) for pattern in self.allowed)]


class People:
    """Opens pages: `page_as(ada)`, `page_as(ada, site, path="/settings/", viewport=…)`, `page_as(None)` for nobody."""

    def __init__(self, browser, site, console):
        self.browser, self.site, self.console = browser, site, console
        self.contexts = []

    def __call__(self, user, site=None, path=None, **options):
        """A page in a new context (one browser profile); `options` are Playwright's of `new_context`."""
        url = getattr(site or self.site(), "url", site)
        context = self.browser.new_context(base_url=url, **options)
        self.contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("page", self.console.listen)
        if user:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": url}])
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    def close(self):
        for context in self.contexts:
            context.close()
