import io
import socket
import sys
import threading
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command

from realtime import transports
from realtime.models import Epoch

pytestmark = pytest.mark.django_db(transaction=True)

HOPS = ("database", "signal", "channel layer", "handshake", "presence", "socket")


def check(**options):
    said = io.StringIO()
    call_command("check_realtime", stdout=said, **options)
    return said.getvalue()


def test_every_hop_is_timed(ada):
    said = check()
    for hop in HOPS:
        assert any(line.startswith(f"{hop} ") and " ok " in line for line in said.splitlines()), said
    assert "healed by the sweep" not in said


def test_it_does_nobodys_jobs(ada):
    """Else a check of a site with RUN_JOBS_IN_WEB would take replies, and interrupt them when it ends."""
    before = {thread.ident for thread in threading.enumerate()}
    check()
    assert not [thread for thread in threading.enumerate() if thread.ident not in before and thread.name == "jobs"]
    assert "config.asgi" not in sys.modules


def test_a_running_site_can_be_checked(ada, live_site):
    assert "Everything arrives." in check(url=live_site.url)


def test_without_an_operator_it_says_what_to_do(grace):
    with pytest.raises(CommandError, match="createsuperuser"):
        check()


def test_a_transport_that_loses_everything_is_named(ada, monkeypatch):
    """The hint is lost, the sweep heals it, and the command says so."""

    def lose(self, group, message):
        pass

    async def lose_soon(self, group, message):
        pass

    monkeypatch.setattr(transports.LocalTransport, "send_now", lose)
    monkeypatch.setattr(transports.LayerTransport, "send", lose_soon)
    assert "healed by the sweep, the hint did not come" in check()


def test_a_site_that_is_not_there_is_named(ada):
    with pytest.raises(CommandError, match="Nothing answers"):
        check(url="http://127.0.0.1:9")


@pytest.mark.parametrize(
    "url", ["nonsense", "127.0.0.1:8103", "http://", "http://127.0.0.1:99999", "http://127.0.0.1:port", "http://a..b"]
)
def test_what_is_no_address_is_told(ada, url):
    with pytest.raises(CommandError, match="--url is scheme and host"):
        check(url=url)


@pytest.mark.parametrize("greeting", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 101 Switching Protocols\r\n\r\n"])
def test_what_is_no_site_is_named(ada, greeting):
    """As a database's port, which hangs up, or a service that speaks something else."""
    with answering(greeting) as port, pytest.raises(CommandError, match="is no site of ours"):
        check(url=f"http://127.0.0.1:{port}")


@contextmanager
def answering(greeting):
    """The port of a server that reads a request, says this and hangs up."""

    def answer():
        peer, _ = listening.accept()
        with peer:
            peer.recv(65_536)
            peer.sendall(greeting)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)


def test_another_epoch_makes_pages_load_again(ada):
    before = Epoch.current()
    call_command("renew_epoch", stdout=io.StringIO())
    assert Epoch.current() != before
