"""/healthz: what a proxy or a watchman asks."""

import json
from urllib.request import urlopen

import pytest
import redis
from channels.layers import InMemoryChannelLayer, channel_layers

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_is_up(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    states = response.json()
    assert states.pop("jobs") == {"workers": 0, "running": 0, "queued": 0, "oldest": 0.0}
    assert states == {"ok": True, "database": "up", "channel_layer": "up", "workers": "none"}
    assert "no-store" in response["Cache-Control"]


def test_a_silent_channel_layer_is_a_503(client, monkeypatch):
    class Deaf(InMemoryChannelLayer):
        async def group_send(self, group, message):
            raise ConnectionError("redis://:secret@10.0.0.7 refused")

    monkeypatch.setitem(channel_layers.backends, "default", Deaf())
    response = client.get("/healthz")
    assert response.status_code == 503
    states = json.loads(response.content)
    assert (states["ok"], states["database"]) == (False, "up")
    assert states["channel_layer"] == "down: ConnectionError"
    assert "secret" not in response.content.decode()


def test_a_database_that_is_gone_is_a_503(client, monkeypatch):
    from config import health

    def refuse():
        raise health.connection.Database.OperationalError("no such host")

    monkeypatch.setattr(health, "select_one", refuse)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "down: OperationalError")


@pytest.mark.redis
def test_asking_leaves_nothing_behind_in_redis(live_site, settings):
    """Anybody may ask, as often as he likes."""

    def channels():
        with redis.Redis.from_url(settings.REDIS_URL) as server:
            return len(server.pubsub_channels(f"{settings.REDIS_PREFIX}*"))

    get = f"{live_site.url}/healthz"
    urlopen(get).read()
    before = channels()
    for _ in range(5):
        assert urlopen(get).status == 200
    assert channels() == before
