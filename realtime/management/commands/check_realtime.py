import socket
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from realtime import selfcheck
from realtime.routing import websockets


class Command(BaseCommand):
    help = (
        "Writes a row and follows it through signal, channel layer and a real WebSocket; prints each hop's time and "
        "what is wrong where it stops. Without --url it starts a server of its own for the check. Exit 1 when it does not arrive."
    )

    def add_arguments(self, parser):
        parser.add_argument("--url", help="a running site, e.g. https://lockstep.example.org")
        parser.add_argument("--user", help="email of the staff member to connect as (default: the first active superuser)")

    def handle(self, *args, url, user, **options):
        person = self._person(user)
        try:
            for step in (selfcheck.database, selfcheck.signal, selfcheck.channel_layer):
                self._show(step())
            with _site(url) as (address, origin):
                for hop in selfcheck.socket_and_presence(address, origin, person):
                    self._show(hop)
        except selfcheck.Broken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS("Everything arrives."))

    def _show(self, hop):
        self.stdout.write(f"{hop.name:<14} ok {hop.milliseconds:>8.1f} ms   {hop.detail}")

    def _person(self, email):
        people = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
        people = people.filter(email__iexact=email) if email else people.filter(is_superuser=True)
        if (person := people.order_by("pk").first()) is None:
            raise CommandError("No such staff member. Create one with manage.py createsuperuser, or name one with --user.")
        return person


@contextmanager
def _site(url):
    """(Address of the socket, origin): of the site at `url`, or of a server of our own for as long as the check takes."""
    if url:
        parts = urlsplit(url)
        yield f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}/ws/live/", f"{parts.scheme}://{parts.netloc}"
        return
    listening = socket.create_server(("127.0.0.1", 0))
    # The sockets alone: the whole application would also run people's jobs, for as long as the check takes.
    server = uvicorn.Server(uvicorn.Config(websockets(), ws="websockets-sansio", lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}/ws/live/", settings.SITE_URL
    finally:
        server.should_exit = True
        thread.join(5)
