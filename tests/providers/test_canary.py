"""A canary key is saved, used, tested, failed, exported, broken and logged; then it is looked for everywhere."""

import io
import zipfile
from contextlib import contextmanager

import httpx
import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from settings_sync.models import Provider, ProviderKey
from tests.browsers import session_of
from tests.providers.canary import Canary
from tests.providers.conftest import ProvidersPage, confirm
from tests.providers.server import ProviderServer

TROUBLES = ["refuses", "breaks", "echoes", "redirects", "chats", "floods", "cuts"]
BROWSER = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"


@pytest.fixture
def canary():
    return Canary()


@pytest.fixture
def site(live_sites):
    """A server process that logs all that it can log, and shows its errors."""
    return live_sites(fresh=True, REALTIME_DEBUG="1")


@pytest.fixture
def asks(site, ada, canary):
    """`asks("GET", "/settings/")`: what the server says to Ada, looked through."""
    key = session_of(ada)
    confirm(key)
    cookies = {settings.SESSION_COOKIE_NAME: key, settings.CSRF_COOKIE_NAME: "t" * 32}
    headers = {"X-CSRFToken": "t" * 32, "Origin": site.url, "Referer": f"{site.url}/settings/providers/"}

    def ask(method, path, **options):
        options["headers"] = {**headers, **options.pop("headers", {})}
        response = client.request(method, path, **options)
        canary.look(f"body of {method} {path}", response.content)
        canary.look(f"headers of {method} {path}", str(response.headers.raw))
        return response

    with httpx.Client(base_url=site.url, cookies=cookies, trust_env=False, timeout=60) as client:
        yield ask


@contextmanager
def a_database_that_refuses_keys():
    """What a full disk or a broken constraint does: saving a key fails while its text is in the frames."""
    create, drop = (SQLITE if connection.vendor == "sqlite" else POSTGRESQL).values()
    with connection.cursor() as cursor:
        for statement in create:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in drop:
                cursor.execute(statement)


TABLE = "settings_sync_providerkey"
SQLITE = {
    "create": [
        f"CREATE TRIGGER refuse_{when} BEFORE {when} ON {TABLE} BEGIN SELECT RAISE(ABORT, 'broken'); END"
        for when in ("insert", "update")
    ],
    "drop": ["DROP TRIGGER refuse_insert", "DROP TRIGGER refuse_update"],
}
POSTGRESQL = {
    "create": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
        f"CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION refuse()",
    ],
    "drop": [f"DROP TRIGGER refuse ON {TABLE}", "DROP FUNCTION refuse()"],
}


def test_a_canary_key_is_seen_nowhere(page_as, site, asks, ada, lab, provider_server, canary, console):
    console.allow("422|500|htmx:|Content Security Policy|script-src")  # the report of an error comes with scripts of its own
    provider_server.key = canary.text
    in_the_browser(page_as, site, ada, canary, provider_server)
    by_hand(asks, canary)
    in_trouble(asks, provider_server, canary)
    in_the_admin(asks, canary, lab)
    in_the_export(asks, canary)
    canary.look_through_database()
    canary.look("log of the server", site.servers[0].log.read_bytes())
    assert canary.sightings == []
    assert canary.text in provider_server.keys_seen, "it was never used"
    for place in (
        "frames to the page",
        "storage of the browser",
        "report of an error",
        f"table {TABLE}",
        "sessions",
        "log of the server",
    ):
        assert canary.looked_at[place] > 100, place


def in_the_browser(page_as, site, ada, canary, provider_server):
    """Saved, refused and tested by a person, with another tab open, and with the server's errors shown."""
    page = page_as(ada, site)
    confirm(page.context.cookies()[0]["value"])
    witness(page, canary)
    here = ProvidersPage.opened(page)
    there = page.context.new_page()
    witness(there, canary)
    there = ProvidersPage.opened(there)
    here.save_key(f"{canary.text} {canary.text}")
    expect(here.panel.get_by_text("A key has only letters")).to_be_visible()
    here.save_key(canary.text)
    expect(there.panel.get_by_text("Key ending in")).to_be_visible()
    here.press("Test connection")
    expect(there.answer).to_contain_text("Connected")
    here.model.fill("a-model")
    expect(here.status).to_have_text("Unsaved changes")
    expect(there.model).to_have_value("a-model")
    provider_server.mode = "refuses"
    here.press("Test connection")
    expect(there.answer).to_contain_text("It refused the key (401).")
    provider_server.mode = ""
    for tab in (here, there):
        canary.look("page", tab.page.content())
        canary.look("storage of the browser", tab.page.evaluate(BROWSER))
    with a_database_that_refuses_keys():
        here.save_key(canary.text)
        expect(here.page.get_by_role("heading", name="Traceback")).to_be_visible()  # django-htmx shows it with DEBUG=1
    canary.look("report of an error", here.page.content())


def witness(page, canary):
    page.on("response", lambda response: canary.look("headers in the browser", str(response.all_headers())))
    page.on("console", lambda message: canary.look("console", message.text))
    page.on("websocket", lambda socket: watch(socket, canary))


def watch(socket, canary):
    socket.on("framereceived", lambda data: canary.look("frames to the page", data))
    socket.on("framesent", lambda data: canary.look("frames from the page", data))


def by_hand(asks, canary):
    """Broken forms, errors with their whole report, and a body that is none."""
    address = "/settings/providers/lab/key/"
    for key in (f"{canary.text} x", canary.text * 60, f"ä{canary.text}"):
        assert asks("POST", address, data={"key": key}).status_code == 422
    assert asks("POST", address, content=f"key={canary.text}&%%", headers={"Content-Type": "text/plain"}).status_code == 422
    assert asks("POST", "/settings/providers/lab/test/", data={"key": canary.text}).status_code == 302
    assert asks("POST", address, json={"key": canary.text}).status_code == 422
    with a_database_that_refuses_keys():
        report = asks("POST", address, data={"key": canary.text})
        assert (report.status_code, "Traceback" in report.text, "sealing.py" in report.text) == (500, True, False)
        report = asks("POST", address, data={"key": canary.text}, headers={"HX-Request": "true"})
        assert report.status_code == 500


def in_trouble(asks, provider_server, canary):
    for mode in TROUBLES:
        provider_server.mode = mode
        asks("POST", "/settings/providers/lab/test/", headers={"HX-Request": "true"})
        asks("GET", "/settings/providers/lab/")
        canary.look_through_database()
    provider_server.mode = ""
    with ProviderServer() as elsewhere:
        Provider.objects.filter(slug="lab").update(base_url=elsewhere.base_url)
        asks("POST", "/settings/providers/lab/test/")
        assert elsewhere.requests == [], "it was sent to where the provider has moved"
    Provider.objects.filter(slug="lab").update(base_url=provider_server.base_url)
    for path in ("/settings/providers/", "/settings/", "/settings/state/", "/settings/history/", "/profile/", "/"):
        assert asks("GET", path).status_code == 200


def in_the_admin(asks, canary, lab):
    """As the shared key: saved, refused, broken. Then every page of every row of every model."""
    form = {"name": "Lab", "slug": "lab", "kind": "openai", "base_url": lab.base_url, "offered": "", "enabled": "on"}
    address = f"/admin/settings_sync/provider/{lab.pk}/change/"
    assert asks("POST", address, data={**form, "base_url": "nonsense", "shared_key": canary.text}).status_code == 200
    assert asks("POST", address, data={**form, "shared_key": f"{canary.text} x"}).status_code == 200
    assert asks("POST", address, data={**form, "shared_key": canary.text}).status_code == 302
    assert ProviderKey.objects.filter(user=None).exists()
    with a_database_that_refuses_keys():
        assert asks("POST", address, data={**form, "shared_key": canary.text}).status_code == 500
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        asks("GET", reverse(f"{name}_changelist"))
        for row in model._default_manager.all()[:20]:
            asks("GET", reverse(f"{name}_change", args=[row.pk]))
            asks("GET", reverse(f"{name}_history", args=[row.pk]))


def in_the_export(asks, canary):
    for method, path in (("POST", reverse("data_download")), ("GET", reverse("data_download"))):
        answer = asks(method, path)
        if answer.content.startswith(b"PK"):
            break
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        for name in archive.namelist():
            canary.look("export", archive.read(name))
    assert canary.looked_at["export"] > 100


@pytest.mark.once
def test_the_canary_would_be_seen(canary, lab, ada):
    """In each form, and in a database that keeps it."""
    for _, form in canary.forms():
        canary.look("here", b"..." + form + b"...")
    assert len(canary.sightings) >= len(list(canary.forms()))
    canary.sightings.clear()
    Provider.objects.update(name=f"Lab {canary.half}")
    canary.look_through_database()
    assert ("table settings_sync_provider", "clear") in canary.sightings
