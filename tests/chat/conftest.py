import asyncio
import os
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from chat.models import Conversation
from jobs.runner import Runner
from settings_sync.models import Provider, ProviderKey
from tests.chat.aside import Aside
from tests.chat.tab import Tab
from tests.jobs.conftest import until
from tests.providers.server import ProviderServer
from tests.servers import Site
from usage import ledger, prices
from usage.checking import check
from usage.models import CreditAccount, Hold, Price
from usage.money import USD

KEY = "sk-local-0123456789abcdefghij"
OUT = 10_000  # nano-USD a token written by the provider on this machine, where it has a price
IN = 1_000


@pytest.fixture
def conversation(ada, transactional_db):
    """An empty conversation of Ada's."""
    return Conversation.objects.open_new(ada)


@pytest.fixture
def say():
    """`say(conversation, "Hello")`: post a message as its owner. Returns it."""
    return lambda conversation, text: conversation.post(conversation.owner, text, uuid4())


@pytest.fixture
def replies(transactional_db):
    """A runner of replies, at work in a thread."""
    runner = Runner(concurrency=20)
    thread = threading.Thread(target=asyncio.run, args=(runner.run(),), daemon=True)
    thread.start()
    until(lambda: runner.loop)
    yield runner
    runner.stop()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def replied():
    """`replied(message)`: wait until the reply to it has ended. Returns the reply's message."""

    def wait(message):
        return until(lambda: message.branches.select_related("reply").exclude(reply__state__in=["queued", "running"]).first())

    return wait


@pytest.fixture
def provider(transactional_db):
    """A provider of models on this machine, OpenAI-compatible, with a shared key; its models are `local:<name>`."""
    with ProviderServer() as server:
        row = Provider.objects.create(slug="local", name="Local", kind="openai", base_url=server.base_url)
        ProviderKey.objects.keep(row, None, KEY)
        yield server


@pytest.fixture
def asked_of(provider):
    """`asked_of(conversation)`: its next replies come from the provider on this machine."""
    return lambda conversation: conversation.change(model="local:m")


@pytest.fixture
def chat_site(transactional_db):
    """`chat_site()`: a site that also does its jobs, for this test alone: a real server process, Daphne on SQLite."""
    sites = []

    def start(kind=None, **environment):
        kind = kind or ("uvicorn" if os.environ["REDIS_URL"] else "daphne")
        sites.append(Site(kind, 1, RUN_JOBS_IN_WEB="1", **environment).start())
        return sites[-1]

    yield start
    for site in sites:
        site.stop()


@pytest.fixture
def open_tab(chat_site, page_as, wait_live, ada, conversation, asked_of):
    """`open_tab()`: Ada's conversation in a browser of its own; `open_tab(beside=tab)`: in another tab of the same."""
    asked_of(conversation)
    site = chat_site()

    def open_(beside=None, **options):
        page = beside.page.context.new_page() if beside else page_as(ada, site, **options)
        page.goto(conversation.get_absolute_url())
        wait_live(page)
        return Tab(page)

    return open_


@pytest.fixture
def slow(provider):
    """The provider says 150 words, 40 a second."""
    provider.chat.says, provider.chat.pace = [f"word{number} " for number in range(150)], 0.025
    return provider


@pytest.fixture
def priced(conversation, asked_of, ada):
    """A conversation with a model that has a price, of somebody who has a dollar."""
    prices.forget()
    Price.objects.create(provider="local", model="m", input=IN * 1_000_000, output=OUT * 1_000_000)
    ledger.grant(ada.pk, USD, "grant.one")
    yield asked_of(conversation)
    prices.forget()


@pytest.fixture
def spent(ada):
    """`spent()`: nano-USD that are gone, when nothing is held any more and every figure agrees."""

    def reckon():
        assert not Hold.objects.open().exists()
        assert [str(difference) for difference in check()] == []
        return USD - CreditAccount.objects.get(user=ada).balance

    return reckon


# The list


@pytest.fixture
def tea(ada, transactional_db):
    return Conversation.objects.create(owner=ada, title="Tea", is_empty=False, model="lockstep-guide")


@pytest.fixture
def rain(ada, transactional_db):
    at = timezone.now() - timedelta(seconds=30)
    return Conversation.objects.create(owner=ada, title="Rain", is_empty=False, model="lockstep-guide", active_at=at)


@pytest.fixture
def open_list(page_as, wait_live, ada):
    """`open_list(tea)`: a tab with this open; `beside=` another tab of the same browser."""

    def open_(conversation, beside=None, **options):
        page = beside.page.context.new_page() if beside else page_as(ada, **options)
        page.goto(conversation.get_absolute_url())
        wait_live(page)
        return Aside(page)

    return open_


@pytest.fixture
def make():
    """`make(ada, "Tea", days=3, pinned=True)`: a conversation that was last active so many days ago."""

    def make(owner, title, days=0, **fields):
        at = timezone.now() - timedelta(days=days)
        return Conversation.objects.create(owner=owner, title=title, is_empty=False, model="m", active_at=at, **fields)

    return make


@pytest.fixture
def act(client_of):
    """`act(ada, tea, "change", pinned=True)`: what the page of Ada's asks. Returns the answer."""

    def act(user, conversation, what, /, **fields):
        address = reverse(f"chat:{what}", args=[conversation.pk] if conversation else [])
        return client_of(user).post(address, fields, content_type="application/json")

    return act
