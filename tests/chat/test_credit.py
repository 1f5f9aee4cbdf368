"""What a reply costs, wherever its stream is cut: nothing for nothing, and what was delivered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat import asking, replying
from chat.models import Reply
from settings_sync.models import Provider, ProviderKey
from tests.chat.conftest import IN, KEY, OUT
from tests.jobs.conftest import until
from usage import budgets, ledger
from usage.models import CreditAccount, Hold, UsageLog
from usage.money import USD


@pytest.fixture
def asked(priced):
    return priced


@pytest.mark.usefixtures("replies")
def test_a_reply_costs_what_its_provider_counted(asked, say, replied, spent):
    reply = replied(say(asked, "Hello"))
    assert spent() == reply.cost == 12 * IN + 34 * OUT
    log = UsageLog.objects.get()
    assert (log.charged, log.request_id) == (reply.cost, "chatcmpl-1")
    assert log.started_at <= log.first_at <= log.ended_at


@pytest.mark.usefixtures("replies")
@pytest.mark.parametrize("trouble", ["refuses", "hurries", "breaks", "cuts", "hangs", "says_nothing"])
def test_what_ends_before_the_first_word_costs_nothing(asked, provider, say, replied, spent, trouble, monkeypatch):
    monkeypatch.setattr(replying, "FIRST_SECONDS", 2 if trouble == "hangs" else 60)
    provider.chat.trouble = trouble
    provider.chat.usage = None
    replied(say(asked, "Hello"))
    assert spent() == 0


@pytest.mark.usefixtures("replies")
@pytest.mark.parametrize("trouble", ["cuts", "garbles", "stumbles"])
def test_what_is_cut_in_the_middle_costs_what_was_delivered(asked, provider, say, replied, spent, trouble):
    provider.chat.trouble, provider.chat.after = trouble, 2
    reply = replied(say(asked, "Hello"))
    assert reply.text == "Hello from"
    assert reply.tokens_out == len(reply.text) // 4
    assert spent() == reply.cost == reply.tokens_in * IN + reply.tokens_out * OUT > 0


@pytest.mark.usefixtures("replies")
def test_what_is_stopped_costs_what_was_delivered(asked, slow, say, replied, spent):
    message = say(asked, "Hello")
    until(lambda: Reply.objects.filter(checkpoint_number__gt=0).exists())
    assert CreditAccount.objects.get().held >= 4096 * OUT
    Reply.objects.get().cancel()
    reply = replied(message)
    assert reply.state == "cancelled"
    assert 0 < spent() == reply.tokens_in * IN + reply.tokens_out * OUT < 150 * 5 * OUT


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(("kept", "cost"), [("", 0), ("what it wrote so far", 7 * IN + 5 * OUT)])
def test_what_a_killed_worker_held_is_settled_by_what_it_kept(asked, say, spent, kept, cost):
    say(asked, "Hello")
    (reply,) = Reply.objects.claim("w", 1)
    asking.prepare(reply)
    assert Hold.objects.open().count() == 1
    if kept:
        reply.expected_in = 7
        reply.keep(kept, "")
    Reply.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    Reply.objects.interrupt_expired()
    assert spent() == cost


@pytest.mark.usefixtures("replies")
def test_without_credits_the_provider_is_not_asked_and_the_page_says_where_to_buy(asked, provider, say, replied, ada, client_of):
    ledger.grant(ada.pk, -USD, "grant.back")
    reply = replied(say(asked, "Hello"))
    assert (reply.reply.code, provider.requests) == ("balance", [])
    assert reply.reply.error.startswith("This can cost up to $0.041, and you have $0.00 of credits. Buy credits")
    page = client_of(ada).get(asked.get_absolute_url()).content.decode()
    assert '<a class="button" href="/usage/credits/">Buy credits</a>' in page


@pytest.mark.usefixtures("replies")
def test_over_a_budget_the_page_leads_to_it_and_sells_nothing(asked, provider, say, replied, ada, client_of):
    budgets.decide(ada.pk, day=OUT)
    reply = replied(say(asked, "Hello"))
    assert (reply.reply.code, provider.requests) == ("budget", [])
    page = client_of(ada).get(asked.get_absolute_url()).content.decode()
    assert '<a class="button" href="/usage/#budget">Change the budget</a>' in page
    assert "Buy credits</a>" not in page
    assert 'id="budget"' in client_of(ada).get("/usage/").content.decode()


TEXTS = {
    "a word": "word " * 9,
    "digits": "0123456789" * 9,
    "marks": "¿¡!?…" * 9,
    "Chinese": "语言模型" * 9,
    "faces": "👩‍🚀🧑🏽‍🎤" * 9,
}


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_held_is_enough_whatever_is_said(asked, say, text):
    """A token for every byte is the most that any tokenizer makes of a text."""
    say(asked, text)
    (reply,) = Reply.objects.claim("w", 1)
    asking.prepare(reply)
    assert Hold.objects.get().amount >= len(text.encode()) * IN + 4096 * OUT


@pytest.mark.usefixtures("replies")
def test_who_brings_an_own_key_pays_the_provider(asked, say, replied, spent, ada):
    ProviderKey.objects.keep(Provider.objects.get(slug="local"), ada, KEY)
    ledger.grant(ada.pk, -USD, "grant.back")
    reply = replied(say(asked, "Hello"))
    assert (reply.state, reply.cost) == ("done", 12 * IN + 34 * OUT)
    assert spent() == USD, "All that is gone is what was taken back"
    assert UsageLog.objects.get().is_own_key


@pytest.mark.usefixtures("replies")
def test_the_built_in_guide_needs_no_credits(conversation, say, replied):
    assert replied(say(conversation, "What is a region?")).state == "done"
    assert (UsageLog.objects.get().cost, Hold.objects.count()) == (0, 0)


@pytest.mark.usefixtures("replies")
def test_what_goes_on_counts_as_a_second_call(asked, provider, say, replied, spent):
    provider.chat.trouble, provider.chat.after = "cuts", 2
    reply = replied(say(asked, "Hello"))
    first = reply.cost
    provider.chat.trouble = ""
    reply.go_on()
    until(lambda: UsageLog.objects.count() == 2)
    reply.refresh_from_db()
    assert spent() == reply.cost == first + 12 * IN + 34 * OUT
