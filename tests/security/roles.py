"""The people of the matrix, and what an answer means to them."""

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

LOGIN = "login"  # sent to the login page
DOOR = "door"  # sent to /admin/login/, whose own row says what follows
CONFIRM = "confirm"  # sent to where one shows that one is oneself
MINE = (LOGIN, 200, 200, 200)  # a page for everybody who is signed in
NOT_SO = 405  # not with this method, whoever asks
NO, YES = False, True


@dataclass(frozen=True)
class Row:
    get: tuple
    post: tuple
    json: bool
    fresh: bool
    body: dict | None


def row(get, post=NOT_SO, json=False, fresh=False, body=None):
    """One address. `post` is about an empty body, as JSON with `json`, or about `body`; `fresh`: just confirmed who they are."""
    return Row(_of_each(get), _of_each(post), json, fresh, body)


def _of_each(expected):
    return expected if isinstance(expected, tuple) else (expected,) * 4


def outcome(response):
    """The status, or in a word where it leads."""
    if response.status_code != 302:
        return response.status_code
    path = urlsplit(response.url).path
    words = {reverse("account_login"): LOGIN, reverse("admin:login"): DOOR, reverse("account_reauthenticate"): CONFIRM}
    return words.get(path, 302)


def confirm(client):
    """As if this person had given the password just now."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session[SESSION_KEY]
    session.save()
    return client


def sign_in(client_of, person, row, **options):
    """A client of this person, or of nobody."""
    if person is None:
        return Client(**options)
    client = client_of(person, **options)
    return confirm(client) if row.fresh else client


def send(client, method, address, row):
    """What this client gets for that method there."""
    if method == "get":
        return client.get(f"/{address}")
    if row.json:
        return client.generic(method.upper(), f"/{address}", row.body or "", content_type="application/json")
    if method == "post":
        return client.post(f"/{address}", row.body or {})
    return client.generic(method.upper(), f"/{address}")
