"""How a view answers what a page did: to a script in JSON with the frames, to a form without script by going on."""

import json
from functools import wraps

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect

from chat.models import Conversation
from realtime import frames


class Malformed(Exception):
    """What was sent is not what this address takes. The text says why."""


def of_owner(view):
    """Give the view the conversation of this address, if it is the viewer's; and refuse what is malformed in words."""

    @wraps(view)
    @in_words
    def check(request, pk, *args, **kwargs):
        conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
        return view(request, conversation, *args, **kwargs)

    return check


def in_words(view):
    """Refuse what is malformed in words."""

    @wraps(view)
    def check(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Malformed as malformed:
            return JsonResponse({"error": {"code": "malformed", "message": str(malformed)}}, status=400)

    return check


def is_script(request):
    return request.content_type == "application/json"


def sent(request):
    """The fields that came, of JSON or of a form. Raises Malformed."""
    if not is_script(request):
        return request.POST
    try:
        data = json.loads(request.body or "{}")
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Malformed("The body is a JSON object.")
    return data


def done(request, where, status=200, **data):
    """What was done is done: `where` is the page that shows it."""
    if is_script(request):
        return JsonResponse({**data, "frames": frames.published(request)}, status=status)
    return redirect(where)
