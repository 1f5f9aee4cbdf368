"""Nobody, a stranger, the owner, staff and whoever is deactivated at every address. What is new and has no row fails."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import path, reverse

from tests.security import addresses
from tests.security.roles import CONFIRM, DOOR, LOGIN, NOT_SO, outcome
from tests.security.rows import collected

ADDRESSES = collected("ADDRESSES")
EVERY = pytest.mark.parametrize(("address", "row"), ADDRESSES.items(), ids=lambda value: value if isinstance(value, str) else "")
REFUSED = {LOGIN, DOOR, CONFIRM, 401, 403, 404, 405}
ELSEWHERE = "https://evil.example/"
UUIDS = ["conversation", "message", "purchase", "private_image", "public_image"]
NOWHERE = dict.fromkeys(UUIDS, "00000000-0000-4000-8000-000000000000")


def without_row(routes):
    return [route for route in routes if not any(addresses.matches(route, address) for address in ADDRESSES)]


def test_every_route_has_a_row():
    assert without_row(addresses.routes()) == []


@pytest.mark.once
def test_a_new_route_without_a_row_is_seen():
    new = [path("profile/secrets/", lambda request: None), path("settings/<int:pk>/one/", lambda request: None)]
    assert without_row(addresses.routes(new)) == ["profile/secrets/", "settings/<int:pk>/one/"]


@pytest.mark.once
def test_every_row_has_a_route():
    routes = [*addresses.routes(), "styleguide/"]
    assert [address for address in ADDRESSES if not any(addresses.matches(route, address) for route in routes)] == []


@EVERY
def test_who_may_read_what(answers, address, row):
    got = answers("get", address, row)
    assert got == (*row.get, row.get[0])


@EVERY
def test_who_may_write_what(answers, address, row):
    got = answers("post", address, row)
    assert got == (*row.post, row.post[0])


@EVERY
def test_no_other_method_gets_further(answers, address, row):
    for method in ("put", "patch", "delete"):
        for got, *known in zip(answers(method, address, row), (*row.get, row.get[0]), (*row.post, row.post[0]), strict=True):
            assert got in {NOT_SO, *known} or got in REFUSED


@EVERY
def test_nothing_is_written_without_the_sites_token(answers, address, row):
    """Whatever a POST does for the person who may, it does nothing when another site sends it."""
    response = answers.of("grace", "post", address, row, enforce_csrf_checks=True)
    assert outcome(response) in REFUSED


@EVERY
def test_what_asks_for_a_fresh_sign_in_asks(answers, address, row):
    if not row.fresh:
        pytest.skip("Anybody who is signed in.")
    once = {outcome(answers.of("grace", method, address, replace(row, fresh=False))) for method in ("get", "post")}
    assert once <= {CONFIRM, 403, NOT_SO}


@EVERY
def test_what_is_ones_own_is_kept_in_no_cache(answers, address, row):
    """A fragment that is the same for everybody may be kept by the browser of who may see it, never by a proxy."""
    if row.get[0] not in (LOGIN, 401, DOOR):
        pytest.skip("Anybody's.")
    response = answers.of("grace", "get", address, row)
    allowed = {"no-store"} if response["Content-Type"].startswith(("text/html", "application/json")) else {"no-store", "private"}
    assert any(word in response.headers.get("Cache-Control", "") for word in allowed)


@EVERY
def test_nobody_is_led_to_another_site(client_of, fill, grace, ada, address, row):
    where = f"/{fill(address)}?next={ELSEWHERE}"
    for response in (client_of(grace).get(where), client_of(ada).get(where), client_of(grace).post(where, {"next": ELSEWHERE})):
        assert not response.headers.get("Location", "").startswith((ELSEWHERE, "//"))


@EVERY
def test_an_object_that_is_not_there_looks_like_one_that_is_anothers(answers, client_of, eve, address, row):
    """Else a stranger could tell which ids exist."""
    if "{" not in address:
        pytest.skip("Says nothing of an object.")
    if (row.get[1], row.post[1]) == (row.get[2], row.post[2]):
        pytest.skip("The object is everybody's, not Grace's.")
    nowhere = re.sub(r"\{(\w+)\}", lambda place: NOWHERE.get(place[1], "987654321"), address)
    for method in ("get", "post"):
        anothers = answers.of("eve", method, address, row)
        missing = answers.of("eve", method, nowhere, row)
        assert outcome(anothers) == outcome(missing)


def test_who_is_sent_to_the_login_page_comes_back(client, fill):
    for address, row in ADDRESSES.items():
        if row.get[0] == LOGIN and not address.startswith(("accounts/", "admin/")):
            here = f"/{fill(address)}"
            assert client.get(here).url == f"{reverse(settings.LOGIN_URL)}?next={here}"
