"""Django's ASGI handler, with one step into a thread for each request."""

from concurrent.futures import ThreadPoolExecutor

from channels.db import database_sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import request_started
from django.db import close_old_connections, reset_queries

MOST_AT_ONCE = 32  # requests; more wait their turn


class Handler(ASGIHandler):
    """Everything between the server and the view runs sync, in a thread that is used again.

    Our views, the ORM and most of Django's middleware are sync. In an async chain each such middleware steps into a thread
    and back by itself, some twenty times a request, at 0.1 to 0.2 ms of CPU each; and a new thread for each request opens
    a new connection to SQLite, another 0.6 ms.
    """

    def __init__(self):
        super().__init__()
        for receiver in (reset_queries, close_old_connections):
            request_started.disconnect(receiver)  # done by `database_sync_to_async`, in the thread that has the connections
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, "request")
        self._answer = database_sync_to_async(self.get_response, thread_sensitive=False, executor=self._threads)

    async def __call__(self, scope, receive, send):
        """Without Django's own context, which begins a thread for the signals of each request, and another one to end that."""
        await self.handle(scope, receive, send)

    def load_middleware(self, is_async=False):
        super().load_middleware(is_async=False)

    async def get_response_async(self, request):
        return await self._answer(request)
