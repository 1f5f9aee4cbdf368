import asyncio

import pytest
from django.http import HttpResponse

from config.middleware import BrowserRules

STRICT = {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "default-src 'self'"}


def directives(response):
    return {part.strip() for part in response["Content-Security-Policy"].split(";")}


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/healthz", "/nowhere/", "/static/js/app.js", "/admin/login/"])
def test_every_answer_carries_the_policy(client, db, address):
    response = client.get(address)
    assert directives(response) >= STRICT
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_the_viewers_own_is_kept_in_no_cache(client_of, grace):
    """Whoever comes to this computer next finds nothing by going back."""
    assert client_of(grace).get("/profile/")["Cache-Control"] == "private, no-store"


def test_what_is_everybodys_may_be_kept(client):
    assert "no-store" not in client.get("/static/js/app.js")["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, grace, password):
    """That of the token is read by our scripts. The prefix `__Host-` is for https, see test_production.py."""
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": grace.email, "password": password})
    cookies = {name: (bool(cookie["httponly"]), cookie["samesite"], cookie["domain"]) for name, cookie in client.cookies.items()}
    assert cookies["session"] == (True, "Lax", "")
    assert cookies["csrf"] == (False, "Lax", "")
    assert {samesite for _, samesite, _ in cookies.values()} == {"Lax"}
    assert [name for name, (hidden, *_) in cookies.items() if not hidden] == ["csrf"]


def test_a_view_may_be_stricter():
    sandboxed = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    assert BrowserRules(lambda request: sandboxed)(None)["Content-Security-Policy"] == "sandbox"


def test_it_also_stands_between_async_neighbours():
    async def get_response(request):
        return HttpResponse()

    assert directives(asyncio.run(BrowserRules(get_response)(None))) >= STRICT
