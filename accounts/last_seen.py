"""When and from where a session was used last: at most one write in five minutes and process, and no query otherwise."""

import threading
import time
from collections import OrderedDict

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.utils import timezone

from accounts import sessions
from realtime import publish

EVERY = 300  # seconds
MOST = 10_000  # sessions that one process remembers


class LastSeen:
    """Notes who comes by. allauth's own middleware would write with every request."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response, self.noted = get_response, Noted()
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self._answer_async(request)
        self._note(request)
        return self.get_response(request)

    async def _answer_async(self, request):
        if self.noted.is_due(request.session.session_key):
            await sync_to_async(self._note)(request)
        return await self.get_response(request)

    def _note(self, request):
        key = request.session.session_key
        if self.noted.is_due(key) and request.user.is_authenticated:
            self.noted.add(key)
            seen(request)


class Noted:
    """The sessions that were noted in the last minutes, oldest first."""

    def __init__(self):
        self._times, self._lock = OrderedDict(), threading.Lock()

    def is_due(self, key):
        return bool(key) and time.monotonic() - self._times.get(key, -EVERY) >= EVERY

    def add(self, key):
        with self._lock:
            self._times[key] = time.monotonic()
            self._times.move_to_end(key)
            while len(self._times) > MOST:
                self._times.popitem(last=False)


def seen(request):
    """Write it down. A session from before there was a list gets its row now; another address shows on open lists."""
    rows = UserSession.objects.filter(session_key=request.session.session_key)
    address = get_adapter().get_client_ip(request)
    if rows.filter(ip=address).update(last_seen_at=timezone.now()):
        return
    if rows.update(last_seen_at=timezone.now(), ip=address):
        publish(sessions.topic_of(request.user.pk))
    else:
        UserSession.objects.create_from_request(request)
