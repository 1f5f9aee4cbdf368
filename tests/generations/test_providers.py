"""Images through each kind of provider, from the click to the file, and what they cost."""

import pytest

from generations.choices import models_of
from settings_sync.models import Provider, ProviderKey
from tests.generations.backends.a1111_server import A1111Server
from tests.generations.backends.comfyui_server import ComfyUIServer
from tests.generations.backends.openai_server import OpenAIServer
from usage.models import UsageLog

KEY = "sk-local-0123456789abcdefghij"


@pytest.fixture
def provider(transactional_db):
    """`provider("openai", server)`: a row for this server, with a shared key."""

    def offer(kind, server, **fields):
        row = Provider.objects.create(slug="local", name="Local", kind=kind, base_url=server.url, **fields)
        ProviderKey.objects.keep(row, None, KEY)
        return row

    return offer


@pytest.mark.parametrize(("kind", "start"), [("openai", OpenAIServer), ("a1111", A1111Server), ("comfyui", ComfyUIServer)])
def test_every_kind_of_provider_draws(ada, provider, painting, ask, ended, kind, start):
    with start() as server:
        server.checkpoints = ["flux"]
        provider(kind, server)
        row = ended(ask(ada, model="local:flux")[0])
    assert (row.state, row.error) == ("done", "")
    assert (row.real_width, row.real_height) == (16, 16)
    log = UsageLog.objects.get()
    assert (log.provider, log.model, log.kind, log.images, log.outcome) == ("local", "flux", "image", 1, "done")


def test_a_provider_that_is_not_offered_any_more_is_said(ada, painting, ask, ended):
    row = ended(ask(ada, model="gone:flux")[0])
    assert (row.code, "not offered any more" in row.error) == ("model", True)
    assert not UsageLog.objects.exists()


def test_a_key_that_is_missing_is_said(ada, provider, painting, ask, ended):
    with OpenAIServer() as server:
        provider("openai", server)
        ProviderKey.objects.all().delete()
        row = ended(ask(ada, model="local:flux")[0])
    assert (row.code, row.error) == ("key", "Local: Enter your key to use it.")


def test_only_models_that_draw_are_offered(ada, provider):
    with OpenAIServer() as server:
        provider("openai", server, offered=["gpt-5", "gpt-image-2", "dall-e-3", "flux-dev"])
        Provider.objects.create(slug="comfy", name="Comfy", kind="comfyui", base_url=server.url, offered=["anything.safetensors"])
    names = [name for name, _ in models_of(ada)]
    assert names == ["lockstep-artwork", "comfy:anything.safetensors", "local:gpt-image-2", "local:dall-e-3", "local:flux-dev"]
