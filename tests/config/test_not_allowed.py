"""A method that an address does not take is refused in words, not with an empty page."""

import asyncio

import pytest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory

from config.errors import NotAllowedInWords

CASES = [("get", "/settings/save/", "POST"), ("get", "/usage/credits/buy/", "POST"), ("delete", "/settings/", "GET, HEAD, POST")]
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize(("method", "url", "allowed"), CASES)
def test_json_gets_json(client_of, ada, method, url, allowed):
    response = getattr(client_of(ada), method)(url, headers={"Accept": "application/json"})
    assert (response.status_code, response["Allow"]) == (405, allowed)
    error = response.json()["error"]
    assert error["code"] == "not_allowed"
    assert allowed in error["message"]


@pytest.mark.parametrize(("method", "url", "allowed"), CASES)
def test_a_browser_gets_a_page_in_words(client_of, ada, method, url, allowed):
    response = getattr(client_of(ada), method)(url, headers={"Accept": BROWSER})
    assert (response.status_code, response["Allow"]) == (405, allowed)
    assert "<h1>Not in this way</h1>" in response.content.decode()


def test_words_that_a_view_has_of_its_own_stay():
    own = HttpResponseNotAllowed(["POST"], "Ask by mail.")
    assert NotAllowedInWords(lambda request: own)(RequestFactory().get("/")) is own


@pytest.mark.parametrize("response", [HttpResponse("Here"), HttpResponseNotAllowed(["POST"])])
def test_an_async_chain_is_answered_alike(response):
    async def view(request):
        return response

    request = RequestFactory().get("/", headers={"Accept": "application/json"})
    answer = asyncio.run(NotAllowedInWords(view)(request))
    assert answer.status_code == response.status_code
    assert (b"not_allowed" in answer.content) == (response.status_code == 405)
