"""/people/: the list for colleagues, and what is the viewer's own in it."""

import re

import pytest

from accounts.models import User
from realtime import publish

PAGES = ["/people/", "/people/list/"]


def names(response):
    return re.findall(r'class="person-name">(.*?)<', response.content.decode())


def test_colleagues_read_everybody_in_order(client_of, ada, grace, eve):
    for path in PAGES:
        assert names(client_of(grace).get(path)) == ["Ada Lovelace", "Eve Moneypenny", "Grace Hopper"]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_finds_no_such_page(client_of, eve, path):
    assert client_of(eve).get(path).status_code == 404


def test_nobody_gets_the_login_page_and_no_region(client, db):
    assert client.get("/people/").url == "/accounts/login/?next=/people/"
    assert client.get("/people/list/").status_code == 401


def test_the_region_brings_the_version_that_it_shows(client_of, ada, frames):
    ada.save()
    shown = client_of(ada).get("/people/list/").content.decode()
    version = frames.last("people")["to"]
    assert f'data-topics="{{&quot;people&quot;: {version}}}"' in shown
    assert 'data-src="/people/list/"' in shown


def test_the_old_list_with_its_patch_is_the_fresh_list(client_of, ada, grace, frames):
    client = client_of(grace)
    client.get("/people/list/")
    ada.display_name = "Ada <King>"
    ada.save()
    (patch,) = frames.last("people")["patches"]
    assert patch["html"] in client.get("/people/list/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_bulk_rename_shows_after_its_publish(client_of, ada, grace):
    client = client_of(ada)
    client.get("/people/list/")
    User.objects.filter(pk=grace.pk).update(display_name="Amazing Grace")
    publish("people")
    assert "Amazing Grace" in names(client.get("/people/list/"))


def test_the_list_is_the_same_for_every_viewer(client_of, ada, grace):
    assert client_of(ada).get("/people/list/").content == client_of(grace).get("/people/list/").content


class TestViewerStylesheet:
    url = "/accounts/viewer.css"

    def test_it_marks_the_viewer(self, client_of, ada):
        response = client_of(ada).get(self.url)
        assert response["Content-Type"] == "text/css"
        assert f'[data-person="{ada.pk}"]' in response.content.decode()

    def test_it_is_kept_by_this_browser_only_and_asked_for_again(self, client_of, ada, grace):
        client = client_of(ada)
        first = client.get(self.url)
        assert {"private", "no-cache"} <= set(first["Cache-Control"].split(", "))
        assert client.get(self.url, headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert client_of(grace).get(self.url, headers={"If-None-Match": first["ETag"]}).status_code == 200

    def test_it_is_empty_for_nobody(self, client, db):
        assert not client.get(self.url).content.strip()
