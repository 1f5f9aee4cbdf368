"""The pages of the house: home and the rail."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

PAGES = ["/", "/chat/", "/generations/", "/usage/", "/settings/", "/profile/"]


def rail(client, path="/"):
    return re.findall(r'class="rail-place" href="(.*?)"( aria-current="page")?', client.get(path).content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_everybody_who_is_signed_in_has_every_page(client_of, eve, path):
    page = client_of(eve).get(path)
    assert page.status_code == 200
    assert f'data-user="{eve.pk}"' in page.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_nobody_gets_the_login_page(client, db, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


def test_the_rail_marks_where_the_page_stands(client_of, ada):
    current = [url for url, mark in rail(client_of(ada), "/chat/") if mark]
    assert current == ["/chat/"]


def test_only_staff_have_the_admin_in_the_rail(client_of, ada, grace):
    assert [url for url, _ in rail(client_of(ada))] == ["/chat/", "/generations/", "/usage/", "/settings/", "/admin/"]
    assert [url for url, _ in rail(client_of(grace))] == ["/chat/", "/generations/", "/usage/", "/settings/"]


def test_a_page_carries_the_life_of_its_database_and_its_build(client_of, ada):
    from django.conf import settings

    from realtime.models import Epoch

    page = client_of(ada).get("/").content.decode()
    assert f'data-epoch="{Epoch.current()}"' in page
    assert f'data-build="{settings.BUILD}"' in page


def test_a_fragment_does_not_pay_for_the_frame(client_of, ada):
    client = client_of(ada)
    with CaptureQueriesContext(connection) as fragment:
        client.get("/profile/", headers={"HX-Request": "true"})
    with CaptureQueriesContext(connection) as page:
        client.get("/chat/")
    assert not [query["sql"] for query in fragment if "sync_preference" in query["sql"]]
    assert [query["sql"] for query in page if "sync_preference" in query["sql"]]


def test_the_login_page_knows_nobody(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert "data-user" not in page
    assert 'data-theme="system"' in page
