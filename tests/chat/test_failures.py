"""What people see when a provider fails: what happened, what to do, and everything that came so far."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from chat import replying
from chat.backends import connections
from chat.models import Message
from settings_sync.models import Provider, ProviderKey
from tests.chat.conftest import KEY
from usage import inserting
from usage.models import UsageLog


@pytest.fixture
def asked(conversation, asked_of):
    return asked_of(conversation)


@pytest.fixture
def impatient(request, monkeypatch):
    """Whoever asks a provider that hangs waits no longer than a moment; to load the SDK does not count."""
    connections.load("openai")
    if request.node.callspec.params["trouble"] not in ("hangs", "pings"):
        return
    for name in ("FIRST_SECONDS", "BETWEEN_SECONDS"):
        monkeypatch.setattr(replying, name, 0.5)


BEFORE = {
    "refuses": ("key", "Local does not take the key. Check it in Settings, Providers, then retry."),
    "forbids": ("refused", "Local refused this (403). It says: “Not with … from here.”"),
    "misses": ("model", "Local does not know the model m. Choose another one, then retry."),
    "charges": ("credit", "The account at Local has no credit left."),
    "breaks": ("unavailable", "Local has a problem of its own (503). Retry in a moment."),
    "redirects": ("refused", "Local is not at its address any more."),
    "is_full": ("too_long", "This is more than m can read at once."),
    "says_nothing": ("none", "The model answered with nothing."),
    "hangs": ("timeout", "The provider sent nothing for 0.5 seconds."),
    "pings": ("timeout", "The provider sent nothing for 0.5 seconds."),
}
IN_THE_MIDDLE = {
    "cuts": ("broken", "Local broke off in the middle. What came so far is kept."),
    "garbles": ("malformed", "Local sent something that cannot be read."),
    "stops_short": ("broken", "Local broke off in the middle."),
    "stumbles": ("broken", "Local broke off with an error: “Overloaded, …”"),
    "hangs": ("timeout", "The provider sent nothing for 0.5 seconds. What came so far is kept."),
    "pings": ("timeout", "The provider sent nothing for 0.5 seconds. What came so far is kept."),
}


@pytest.mark.usefixtures("impatient", "replies")
@pytest.mark.parametrize("trouble", BEFORE)
def test_a_failure_before_the_first_word_says_what_to_do(asked, provider, say, replied, trouble, caplog):
    provider.chat.trouble = trouble
    reply = replied(say(asked, "Hello"))
    code, words = BEFORE[trouble]
    assert (reply.state, reply.reply.code) == ("failed", code)
    assert reply.reply.error.startswith(words)
    assert len(provider.requests) == 1, "Nothing is asked twice by itself"
    assert KEY not in caplog.text + reply.reply.error


@pytest.mark.usefixtures("impatient", "replies")
@pytest.mark.parametrize("trouble", IN_THE_MIDDLE)
def test_a_failure_in_the_middle_keeps_what_came(asked, provider, say, replied, trouble):
    provider.chat.trouble, provider.chat.after = trouble, 2
    reply = replied(say(asked, "Hello"))
    code, words = IN_THE_MIDDLE[trouble]
    assert (reply.state, reply.reply.code, reply.text) == ("failed", code, "Hello from")
    assert reply.reply.error.startswith(words)
    assert reply.can_go_on
    assert len(provider.requests) == 1


@pytest.mark.usefixtures("replies")
def test_a_limit_says_until_when(asked, provider, say, replied):
    provider.chat.trouble, provider.chat.headers = "hurries", {"Retry-After": "30"}
    reply = replied(say(asked, "Hello")).reply
    assert (reply.code, reply.error) == ("limit", "Local takes no more requests at the moment. Retry in 30 seconds.")
    assert 25 < (reply.retry_at - timezone.now()).total_seconds() <= 30


@pytest.mark.usefixtures("replies")
def test_a_reply_that_met_its_limit_says_so(asked, provider, say, replied):
    provider.chat.finish = "length"
    reply = replied(say(asked, "Hello"))
    assert (reply.state, reply.note) == ("done", "It reached the longest reply that you allow (Max tokens). Continue to go on.")
    assert reply.can_go_on


@pytest.mark.usefixtures("replies")
def test_a_reply_takes_no_longer_than_it_may(asked, provider, say, replied, monkeypatch):
    monkeypatch.setattr(replying, "TOTAL_SECONDS", 1)
    provider.chat.says, provider.chat.pace = ["word "] * 3000, 0.01
    reply = replied(say(asked, "Hello"))
    assert (reply.state, reply.reply.code) == ("failed", "timeout")
    assert reply.text.startswith("word word")


@pytest.mark.usefixtures("replies")
def test_a_model_may_take_its_time_as_long_as_it_says_something(asked, provider, say, replied, monkeypatch):
    monkeypatch.setattr(replying, "BETWEEN_SECONDS", 2)
    monkeypatch.setattr(replying, "FIRST_SECONDS", 2)
    provider.chat.says, provider.chat.pace = ["word "] * 12, 0.3
    assert replied(say(asked, "Hello")).state == "done"


@pytest.mark.usefixtures("replies")
def test_once_it_has_begun_it_may_be_silent_for_less_than_before(asked, provider, say, replied, monkeypatch):
    monkeypatch.setattr(replying, "BETWEEN_SECONDS", 0.5)
    provider.chat.trouble, provider.chat.after = "hangs", 2
    assert replied(say(asked, "Hello")).reply.code == "timeout"


@pytest.mark.usefixtures("replies")
def test_without_a_key_nobody_is_asked_and_nothing_is_counted(asked, provider, say, replied):
    ProviderKey.objects.all().delete()
    reply = replied(say(asked, "Hello"))
    assert (reply.reply.code, reply.reply.error) == ("key", "Local: Enter your key to use it.")
    assert (provider.requests, UsageLog.objects.count()) == ([], 0)


@pytest.mark.usefixtures("replies")
def test_a_provider_that_is_not_offered_any_more_is_not_asked(asked, provider, say, replied):
    Provider.objects.update(enabled=False)
    assert "not offered any more" in replied(say(asked, "Hello")).reply.error
    assert provider.requests == []


# What every call took


@pytest.mark.usefixtures("replies")
def test_a_call_is_counted_as_the_provider_says(asked, say, replied, ada):
    reply = replied(say(asked, "Hello"))
    log = UsageLog.objects.get()
    assert (log.user, log.provider, log.model, log.kind, log.about) == (ada, "local", "m", "chat", reply.pk)
    assert (log.tokens_in, log.tokens_out, log.is_estimated, log.outcome) == (12, 34, False, "done")
    assert log.cost is None
    assert log.started_at <= log.ended_at
    assert (reply.tokens_in, reply.tokens_out) == (12, 34)


@pytest.mark.usefixtures("impatient", "replies")
@pytest.mark.parametrize(
    ("trouble", "after", "expected"),
    [
        ("refuses", 0, ("failed", "key", 0, 0, False)),
        ("hangs", 0, ("failed", "timeout", 0, 0, False)),
        ("cuts", 3, ("failed", "broken", 10, 3, True)),
    ],
)
def test_every_call_is_counted_once_whatever_way_it_ends(asked, provider, say, replied, trouble, after, expected):
    provider.chat.trouble, provider.chat.after = trouble, after
    replied(say(asked, "A question of 40 characters, or nearly so"))
    log = UsageLog.objects.get()
    assert (log.outcome, log.code, log.tokens_in, log.tokens_out, log.is_estimated) == expected


def test_a_killed_workers_call_is_counted_by_what_it_kept(asked, say):
    message = say(asked, "Hello")
    (reply,) = type(message.branches.get().reply).objects.claim("w", 1)
    reply.expected_in = 7
    reply.keep("what it wrote so far", "")
    type(reply).objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert len(type(reply).objects.interrupt_expired()) == 1
    assert type(reply).objects.interrupt_expired() == []
    log = UsageLog.objects.get()
    assert (log.outcome, log.tokens_in, log.tokens_out, log.is_estimated) == ("interrupted", 7, 5, True)
    assert Message.objects.get(pk=reply.message_id).text == "what it wrote so far"


def test_what_nobody_began_is_not_counted(asked, say):
    reply = say(asked, "Hello").branches.get().reply
    reply.cancel()
    assert UsageLog.objects.count() == 0


def test_the_end_and_its_count_are_one(asked, say, monkeypatch):
    """Where the log cannot be written, the reply has not ended either."""
    say(asked, "Hello")
    (reply,) = type(asked.thread().last().reply).objects.claim("w", 1)
    with monkeypatch.context() as patched:
        patched.setattr(inserting, "insert_once", lambda cursor, log: cursor.execute("INSERT INTO nowhere VALUES (1)"))
        with pytest.raises(DatabaseError, match="nowhere"):
            reply.finish("done")
    reply.refresh_from_db()
    assert reply.state == "running"
