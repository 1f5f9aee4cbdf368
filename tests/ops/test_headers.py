import asyncio

import pytest
from django.http import HttpResponse

from config.middleware import ContentSecurityPolicy

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


def test_a_view_may_be_stricter():
    sandboxed = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    assert ContentSecurityPolicy(lambda request: sandboxed)(None)["Content-Security-Policy"] == "sandbox"


def test_it_also_stands_between_async_neighbours():
    async def get_response(request):
        return HttpResponse()

    assert directives(asyncio.run(ContentSecurityPolicy(get_response)(None))) >= STRICT
