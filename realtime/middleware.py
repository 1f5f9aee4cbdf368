import json
from contextlib import nullcontext

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async

from realtime import frames, versions

# As in Django's json_script: nothing in the data can end the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


class FramesInResponse:
    """Lets an htmx answer carry the frames that its request published: the acting tab is right even without a socket."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self._answer_async(request)
        with frames.collecting(), _one_look(request):
            return self._attach(request, self.get_response(request))

    async def _answer_async(self, request):
        with frames.collecting(), _one_look(request):
            return await sync_to_async(self._attach)(request, await self.get_response(request))

    def _attach(self, request, response):
        if _takes_frames(request, response) and (carried := frames.published(request)):
            data = json.dumps(carried).translate(_ESCAPES)
            response.write(f"<template data-frames>{data}</template>")
        return response


def _one_look(request):
    """Where nothing is written, what was read first stays true enough."""
    return versions.one_look(request) if request.method in ("GET", "HEAD") else nullcontext()


def _takes_frames(request, response):
    is_html = response.get("Content-Type", "").startswith("text/html")
    return getattr(request, "htmx", False) and is_html and not response.streaming
