"""A reply that is cut by somebody or something else: the provider is left, the hold ends, and what was delivered is paid for."""

import subprocess
import sys
import threading

import pytest
from django.db import connection, transaction

from accounts.deletion import delete_account
from chat.models import Conversation, Message, Reply
from jobs import retention
from settings_sync.models import Provider
from tests.chat.conftest import IN, OUT
from tests.jobs.conftest import until
from tests.servers import ROOT, environment
from tests.usage.test_races import somebody_waits
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, Hold, UsageLog

LONG_AGO = "2020-01-01T00:00:00Z"


@pytest.fixture
def being_written(priced, slow, replies, say):
    """The message of a reply of which something was kept."""
    say(priced, "Hello")
    return until(lambda: Message.objects.filter(reply__checkpoint_number__gt=0).first())


@pytest.fixture
def worker(transactional_db):
    """`worker()`: a real process that does jobs."""
    processes = []

    def start():
        processes.append(subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=ROOT, env=environment()))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()


def test_what_a_process_delivered_until_it_was_killed_is_paid_for(priced, slow, say, worker, spent):
    process = worker()
    say(priced, "Hello")
    until(lambda: Reply.objects.filter(checkpoint_number__gt=0).exists(), 60)
    process.kill()
    process.wait()
    kept = len(Reply.objects.get().text)
    assert Hold.objects.open().count() == 1
    Reply.objects.update(lease_until=LONG_AGO)
    assert len(Reply.objects.interrupt_expired()) == 1
    Hold.objects.update(expires_at=LONG_AGO)
    assert Hold.objects.expire() == 0, "Nothing is left to be swept"
    log = UsageLog.objects.get()
    assert (log.outcome, log.tokens_out) == ("interrupted", kept // 4)
    assert spent() == log.tokens_in * IN + kept // 4 * OUT > 0


def remove_it(message):
    message.remove()


def remove_the_question(message):
    message.parent.remove()


def purge_the_conversation(message):
    Conversation.objects.filter(pk=message.conversation_id).update(deleted_at=LONG_AGO)
    assert retention.kinds["deleted conversations"].prune() == 1


@pytest.mark.parametrize("cut", [remove_it, remove_the_question, purge_the_conversation])
def test_what_is_deleted_while_it_is_written_is_paid_for(being_written, cut, slow, replies, spent):
    cut(being_written)
    assert not Reply.objects.exists()
    log = UsageLog.objects.get()
    assert (log.outcome, log.about) == ("cancelled", being_written.pk)
    assert 0 < spent() == log.charged == log.tokens_in * IN + log.tokens_out * OUT < 150 * 5 * OUT
    assert slow.chat.gone.wait(10), "The provider is left"
    until(lambda: not replies.tasks)
    assert UsageLog.objects.get().charged == spent()


def test_whose_account_goes_while_a_reply_is_written_paid_for_it(being_written, slow, replies, ada, grace):
    type(ada).objects.filter(pk=grace.pk).update(is_superuser=True)
    delete_account(ada)
    log, account = UsageLog.objects.get(), CreditAccount.objects.get()
    assert (log.user, account.user, account.held) == (None, None, 0)
    assert CreditEntry.objects.get(kind="usage").amount == -log.charged < 0
    assert slow.chat.gone.wait(10)
    until(lambda: not replies.tasks)
    assert not Hold.objects.open().exists()
    assert [str(difference) for difference in check()] == []


@pytest.fixture(params=["openai", "anthropic"])
def either(request, priced, provider):
    """The same conversation, over each protocol."""
    base = provider.base_url if request.param == "openai" else provider.url
    Provider.objects.update(kind=request.param, base_url=base)
    return priced


@pytest.mark.usefixtures("replies")
@pytest.mark.parametrize("trouble", ["cuts", "garbles", "stumbles", "stops_short", "says_nothing", "waits"])
def test_nothing_said_costs_nothing_whatever_the_provider_counted(either, provider, say, replied, spent, trouble):
    provider.chat.trouble = trouble
    message = say(either, "Hello")
    if trouble == "waits":
        assert provider.chat.begun.wait(20)
        Reply.objects.get().cancel()
    assert replied(message).state in ("failed", "cancelled")
    log = UsageLog.objects.get()
    assert (spent(), log.tokens_in, log.tokens_out, log.is_estimated) == (0, 0, 0, False)
    assert log.request_id in ("req-1", "chatcmpl-1")


@pytest.mark.usefixtures("replies")
@pytest.mark.parametrize(("after", "words"), [(1, 1), (2, 2), (4, 4)])
def test_what_was_said_until_it_broke_is_paid_for(either, provider, say, replied, spent, after, words):
    provider.chat.trouble, provider.chat.after = "cuts", after
    reply = replied(say(either, "Hello"))
    assert (reply.state, reply.text) == ("failed", "".join(provider.chat.says[:words]))
    log = UsageLog.objects.get()
    assert 0 < spent() == log.charged == log.tokens_in * IN + log.tokens_out * OUT
    assert log.tokens_out in (max(len(reply.text) // 4, 1), len(reply.text) // 4)
    assert log.request_id


@pytest.mark.usefixtures("replies")
def test_what_is_said_to_its_end_costs_what_the_provider_counted(either, say, replied, spent):
    assert replied(say(either, "Hello")).state == "done"
    assert spent() == 12 * IN + 34 * OUT


@pytest.mark.usefixtures("provider")
def test_what_is_deleted_before_its_turn_costs_nothing(priced, say, spent):
    say(priced, "Hello").remove()
    assert (spent(), UsageLog.objects.count()) == (0, 0)


@pytest.mark.redis
def test_who_stops_a_reply_while_it_takes_its_hold_leaves_no_hold_behind(priced, provider, replies, say, ada, spent):
    """The hold waits for the account here, so that the end comes before it."""
    with transaction.atomic():
        CreditAccount.objects.select_for_update().get(user=ada)
        threading.Thread(target=_say, args=(say, priced)).start()
        until(somebody_waits)
        replies.stop()
        until(lambda: all(task.cancelling() for task in list(replies.tasks.values())))
    until(lambda: not replies.tasks)
    assert (Reply.objects.get().state, provider.requests) == ("interrupted", [])
    assert spent() == 0


def _say(say, conversation):
    try:
        say(conversation, "Hello")
    finally:
        connection.close()
