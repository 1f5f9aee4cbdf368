"""What goes wrong in the middle of a reply, with real processes: nothing that was there half a second before is lost."""

import signal
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.db.models import F
from django.utils import timezone

from chat.models import Message, Reply
from jobs.models import Worker
from tests.chat.reader import Reader
from tests.jobs.conftest import until
from tests.realtime.chaos.test_chaos import Redis
from tests.servers import ROOT, Site, environment

pytestmark = [pytest.mark.alone]
KEPT_AFTER = 0.5  # seconds; a checkpoint is saved as often
ON_THE_WAY = 0.1  # seconds: a word is said before the worker reads it, at most two of its windows
OFFLINE = 10  # seconds


@pytest.fixture
def talk(provider, conversation, asked_of):
    """A conversation with a provider that says w0, w1, … fifty a second."""
    provider.chat.says, provider.chat.pace = [f"w{number} " for number in range(400)], 0.02
    return asked_of(conversation)


@pytest.fixture
def worker(transactional_db):
    """`worker(REDIS_URL=…)`: a `run_worker` process."""
    processes = []

    def start(**changes):
        command = [sys.executable, "manage.py", "run_worker", "--grace", "1"]
        processes.append(subprocess.Popen(command, cwd=ROOT, env=environment(**changes), stdout=subprocess.DEVNULL))
        return processes[-1]

    yield start
    for process in processes:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()


@pytest.fixture
def site(transactional_db):
    """A site of this test alone, whose web processes do no jobs."""
    sites = []

    def start(processes=1, **changes):
        sites.append(Site("uvicorn", processes, **changes).start())
        return sites[-1]

    yield start
    for one in sites:
        one.stop()


def in_the_middle(reader, words=60):
    until(lambda: len(reader.words) >= words)


def longest_save():
    """Seconds that one checkpoint takes here and now: half a second begins anew when the last one is written."""
    took = []
    for reply in [Reply.objects.latest("pk")] * 20:
        began = time.monotonic()
        Reply.objects.filter(pk=reply.pk).update(checkpoint_number=F("checkpoint_number"))
        took.append(time.monotonic() - began)
    return max(took)


def said_before(provider, moment):
    """The words that went out more than half a second before this moment, and the time that writing them down takes."""
    since = moment - KEPT_AFTER - longest_save() - ON_THE_WAY
    count = sum(when < since for when in list(provider.chat.said))
    return [f"w{number}" for number in range(count)]


def never_wrong(reader, provider):
    """Whatever it showed at any time were the first so many words, each once and in order."""
    everything = [word.strip() for word in provider.chat.says]
    assert reader.shown
    assert [words for words in reader.shown if words != everything[: len(words)]] == []


def ended(reader):
    return until(lambda: Reply.objects.filter(message=reader.message).exclude(state__in=["queued", "running"]).first(), 40)


def complete(reader, provider):
    everything = [word.strip() for word in provider.chat.says]
    assert ended(reader).state == "done"
    until(lambda: reader.words == everything)
    never_wrong(reader, provider)
    assert len(provider.requests) == 1


def test_the_tab_that_asked_is_closed(chat_site, talk, ada, provider):
    site = chat_site()
    asking, other = Reader(site.url, ada, talk), Reader(site.url, ada, talk)
    assert asking.ask("Talk") == 201
    in_the_middle(asking)
    asking.cut()
    complete(other, provider)


def test_a_tab_is_offline_for_ten_seconds(chat_site, talk, ada, provider):
    site = chat_site()
    provider.chat.says = [f"w{number} " for number in range(800)]
    asking, other = Reader(site.url, ada, talk), Reader(site.url, ada, talk)
    asking.ask("Talk")
    in_the_middle(other, 30)
    other.cut()
    back = time.monotonic() + OFFLINE
    until(lambda: time.monotonic() > back, OFFLINE + 5)
    assert len(provider.chat.said) < len(provider.chat.says), "It is still being written"
    other.connect()
    assert set(said_before(provider, time.monotonic())) <= set(other.words), "A reload shows what was there"
    complete(other, provider)
    complete(asking, provider)


@pytest.mark.once
def test_the_process_that_serves_and_writes_is_killed(chat_site, talk, ada, provider):
    site = chat_site()
    reader = Reader(site.url, ada, talk)
    reader.ask("Talk")
    in_the_middle(reader, 100)
    killed = time.monotonic()
    site.servers[0].kill()
    site.servers[0].start().wait_ready()
    reply = until(lambda: Reply.objects.filter(state="interrupted").first(), 15)
    assert time.monotonic() - killed < 15 + KEPT_AFTER
    reader.connect()
    assert said_before(provider, killed) == reader.words[: len(said_before(provider, killed))]
    never_wrong(reader, provider)
    assert Message.objects.get(pk=reply.message_id).can_go_on
    assert len(provider.requests) == 1, "Nothing is asked again by itself"


@pytest.mark.redis
def test_a_web_process_is_killed_while_a_worker_writes(site, worker, talk, ada, provider):
    worker()
    web = site(processes=2)
    reader, other = Reader(web.urls[0], ada, talk), Reader(web.urls[1], ada, talk)
    reader.ask("Talk")
    in_the_middle(reader)
    web.servers[0].kill()
    web.servers[0].start().wait_ready()
    reader.connect()
    complete(other, provider)
    complete(reader, provider)


@pytest.mark.redis
def test_a_worker_is_killed(site, worker, talk, ada, provider):
    process, web = worker(), site()
    readers = Reader(web.url, ada, talk), Reader(web.url, ada, talk)
    readers[0].ask("Talk")
    for reader in readers:
        in_the_middle(reader, 100)
    killed = time.monotonic()
    process.kill()
    reply = until(lambda: Reply.objects.filter(state="interrupted").first(), 15)
    before = said_before(provider, killed)
    for reader in readers:
        until(lambda reader=reader: reader.checkpoint is None)
        assert reader.words[: len(before)] == before
        never_wrong(reader, provider)
    provider.chat.says = ["and ", "so on."]
    worker()
    assert readers[1].go_on() == 200
    until(lambda: Message.objects.get(pk=reply.message_id).text.endswith("and so on."))


def ends_with(message, words):
    """The text of a message that is complete and ends so, else nothing."""
    text = Message.objects.get(pk=message).text
    return text if text.endswith(words) else ""


@pytest.mark.redis
def test_a_worker_that_was_thought_dead_writes_nothing_any_more(site, worker, talk, ada, provider):
    process, web = worker(), site()
    reader = Reader(web.url, ada, talk)
    reader.ask("Talk")
    in_the_middle(reader)
    process.send_signal(signal.SIGSTOP)
    reply = until(lambda: Reply.objects.filter(state="interrupted").first(), 15)
    until(lambda: reader.checkpoint is None)
    never_wrong(reader, provider)
    provider.chat.says = ["and ", "so on."]
    worker()
    assert reader.go_on() == 200
    text = until(lambda: ends_with(reply.message_id, "and so on."))
    resumed = timezone.now()
    process.send_signal(signal.SIGCONT)
    until(lambda: Worker.objects.filter(name=reply.worker, seen_at__gt=resumed, running=0).exists())
    again = Reply.objects.get(pk=reply.pk)
    assert (again.state, again.fence, again.checkpoint_number) == ("interrupted", reply.fence, reply.checkpoint_number)
    assert ends_with(reply.message_id, "and so on.") == text
    assert len(provider.requests) == 2


def kept_of(reader, provider):
    """The words that a reload shows now, which are all that were said half a second ago; none yet: nothing."""
    expected = said_before(provider, time.monotonic())
    words = Reply.objects.get(message=reader.message).text.split()
    assert words[: len(expected)] == expected
    return words if len(expected) > 80 else None


@pytest.mark.redis
def test_redis_is_restarted(site, worker, talk, ada, provider):
    with closing(Redis()) as redis:
        worker(REDIS_URL=redis.url)
        web = site(processes=2, REDIS_URL=redis.url)
        reader, other = Reader(web.urls[0], ada, talk), Reader(web.urls[1], ada, talk)
        reader.ask("Talk")
        in_the_middle(reader)
        redis.stop()
        saved = until(lambda: kept_of(reader, provider))
        redis.start()
        until(lambda: reader.words[: len(saved)] == saved)
        complete(reader, provider)
        complete(other, provider)


@pytest.mark.once
@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
def test_a_process_that_is_told_to_stop_says_what_it_could_not_finish(chat_site, talk, ada, provider, kind):
    site = chat_site(kind)
    reader = Reader(site.url, ada, talk)
    reader.ask("Talk")
    in_the_middle(reader)
    provider.chat.pace = 0.2  # it would take much longer than the process waits
    site.servers[0].stop()
    reply = Reply.objects.get()
    assert reply.state == "interrupted"
    assert len(Message.objects.get(pk=reply.message_id).text.split()) >= 60


@pytest.mark.once
@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
def test_a_process_that_is_told_to_stop_finishes_what_is_nearly_done(chat_site, talk, ada, provider, kind):
    site = chat_site(kind)
    provider.chat.says = provider.chat.says[:100]
    reader = Reader(site.url, ada, talk)
    reader.ask("Talk")
    in_the_middle(reader)
    site.servers[0].stop()
    assert Reply.objects.get().state == "done"
    assert Message.objects.get(role="assistant").text == "".join(provider.chat.says)
