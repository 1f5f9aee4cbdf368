"""How much may be sent to the site in one request. What is larger is not kept, and is answered in words."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings

from config import errors

MOST_BYTES = 12 * 1024 * 1024  # a picture of 10 MB with its form
MOST_DROPPED = 10 * MOST_BYTES
NOTHING = {"type": "http.request", "body": b"", "more_body": False}
GONE = {"type": "http.disconnect"}
WORDS = "This is more than the site takes at once: at most 10 MB. Go back and choose a smaller file."


class LimitBodies:
    """Around the ASGI application: Django would put a body of any size on the disk before it looks at the request.

    What is too large is read and dropped, because a browser that is cut off while it sends does not read the answer.
    """

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            receive = Body(scope, receive).receive
        await self.application(scope, receive, send)


class Body:
    """The body of one request, up to the limit; without a declared length it ends in a disconnect there."""

    def __init__(self, scope, receive):
        self._receive, self._received = receive, 0
        self._is_too_large = declared(dict(scope["headers"]).get(b"content-length", b"")) > MOST_BYTES

    async def receive(self):
        if self._is_too_large:
            self._is_too_large = False
            return await self._drop()
        message = await self._receive()
        self._received += len(message.get("body", b""))
        return message if self._received <= MOST_BYTES else GONE

    async def _drop(self):
        dropped = 0
        while dropped <= MOST_DROPPED:
            message = await self._receive()
            if message["type"] != "http.request":
                return message
            dropped += len(message.get("body", b""))
            if not message.get("more_body", False):
                return NOTHING
        return GONE


class TooLarge:
    """As middleware: the answer to a request whose body was dropped, before anything looks for a form in it.

    And to one with more text than Django reads into memory: it would raise wherever somebody looks first.
    """

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self._answer_async(request)
        return refusal(request) if is_too_large(request) else self.get_response(request)

    async def _answer_async(self, request):
        return await (sync_to_async(refusal)(request) if is_too_large(request) else self.get_response(request))


def is_too_large(request):
    """A form with files is read in parts, so it may be larger than anything else."""
    is_read_in_parts = request.content_type == "multipart/form-data"
    return length_of(request) > (MOST_BYTES if is_read_in_parts else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def refusal(request):
    if length_of(request) > MOST_BYTES:
        return errors.answer(request, 413, "too_large", WORDS)
    return errors.too_much_text(request)


def length_of(request):
    return declared(request.META.get("CONTENT_LENGTH") or "")


def declared(length):
    """The bytes that a Content-Length names."""
    return int(length) if length.isdigit() else 0
