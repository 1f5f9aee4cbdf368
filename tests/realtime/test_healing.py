"""A lost hint heals within five seconds by itself, and writes that send no signal reach pages by an explicit publish."""

import time

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from realtime import publish, versions
from realtime.hub import Hub
from tests.realtime.tabs import blocking, run, tab_of
from tests.realtime.wire import Wire, get

User = get_user_model()
HEALED = 5  # seconds that are promised
MARGIN = 2  # for a busy machine; the sweep itself runs every 3 s


def test_a_lost_hint_heals_within_five_seconds(transactional_db, ada, monkeypatch):
    async def scenario():
        async with tab_of(ada) as tab:
            await tab.hello(await blocking(versions.of, ["people"]))
            monkeypatch.setattr(Hub, "_receive_frame", lambda hub, group, message: None)
            began = time.monotonic()
            await blocking(publish, "people")
            now = await blocking(versions.of, ["people"])
            assert await tab.next("frame", "stale") == {"type": "stale", "topics": now}
            assert time.monotonic() - began < HEALED + MARGIN

    run(scenario())


def insert_in_bulk():
    with transaction.atomic():
        User.objects.bulk_create([User(username="bulk", email="bulk@example.com", display_name="Bulk Insert")])
        publish("people")


def update_in_bulk():
    with transaction.atomic():
        User.objects.filter(username="ada").update(display_name="Bulk Update")
        publish("people")


@pytest.mark.parametrize(("write", "name"), [(insert_in_bulk, "Bulk Insert"), (update_in_bulk, "Bulk Update")])
def test_bulk_writes_reach_a_page(live_site, ada, write, name):
    """By a hint where processes hear each other, else by the sweep: this process is not the site's."""
    with Wire(live_site.url, ada) as tab:
        tab.hello(versions.of(["people"]))
        write()
        message = tab.next("frame", "stale")
        assert "patches" not in message, "Which rows, nobody has said: the page fetches"
        status, html = get(live_site.url + "/people/list/", tab.session)
        assert (status, name in html) == (200, True)


@pytest.mark.redis
def test_a_name_changed_on_one_server_shows_on_the_other(live_sites, client_of, ada, grace):
    one, two = live_sites(processes=2).urls
    with Wire(two, grace) as hers:
        hers.hello(versions.of(["people"]))
        fields = {"display_name": "Ada King", "username": "ada", "time_zone": "UTC"}
        before = {f"initial-{name}": value for name, value in (fields | {"display_name": "Ada Lovelace"}).items()}
        body = "&".join(f"{name}={value}" for name, value in (fields | before).items()).replace(" ", "+").encode()
        session, token = client_of(ada).session.session_key, "t" * 32
        headers = {"Cookie": f"session={session}; csrf={token}", "X-CSRFToken": token, "Origin": one}
        status, _ = get(one + "/profile/", headers=headers, data=body)
        assert status == 302
        (patch,) = hers.next_frame("people")["patches"]
        assert (patch["op"], "Ada King" in patch["html"]) == ("upsert", True)
