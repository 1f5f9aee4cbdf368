"""What went wrong, in words: a page for pages, JSON for JSON."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import path

from config import urls
from config.errors import bad_request, forbidden, not_found, server_error


def broken(request):
    raise RuntimeError("A detail that is nobody's business")


def odd(request):
    raise SuspiciousOperation("A detail that is nobody's business")


urlpatterns = [*urls.urlpatterns, path("broken/", broken), path("odd/", odd)]
handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, server_error

CASES = [("/broken/", 500, "server_error"), ("/odd/", 400, "bad_request"), ("/nothing/", 404, "not_found")]


@pytest.fixture(autouse=True)
def _with_broken_pages(settings):
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("url", "status", "code"), CASES)
def test_json_gets_json(visitor, db, url, status, code):
    response = visitor.get(url, headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.json()["error"]["message"]
    assert "nobody's business" not in response.content.decode()


@pytest.mark.parametrize(("url", "status", "code"), CASES)
def test_a_browser_gets_a_page_in_words(visitor, db, url, status, code):
    response = visitor.get(url, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (response.status_code, response["Content-Type"]) == (status, "text/html; charset=utf-8")
    page = response.content.decode()
    assert "<h1>" in page
    assert "Traceback" not in page
    assert "business" not in page


def test_a_failing_page_needs_no_database(visitor):
    """Without the fixture `db` any query fails the test: what is broken may be the database itself."""
    assert visitor.get("/broken/").status_code == 500


def test_a_page_that_cannot_even_be_drawn_is_told_in_words(visitor, settings):
    settings.TEMPLATES = []
    response = visitor.get("/broken/")
    assert response.status_code == 500
    assert response.content.startswith(b"Something failed on our side")


def test_a_stale_token_is_told_as_such(ada, client_of):
    client = client_of(ada, enforce_csrf_checks=True)
    page = client.post("/profile/", {})
    assert page.status_code == 403
    assert "Reload it" in page.content.decode()
    answer = client.post("/settings/save/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")
