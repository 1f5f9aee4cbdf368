"""How a view answers what a page did: to a script in JSON with the frames, to a form without script by going on."""

import json
from functools import wraps

from django.http import JsonResponse
from django.shortcuts import redirect

from realtime import frames


class Malformed(Exception):
    """What was sent is not what this address takes. The text says why."""


def in_words(view):
    """Refuse what is malformed in words."""

    @wraps(view)
    def check(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Malformed as malformed:
            return refused(str(malformed), "malformed", 400)

    return check


def refused(words, code, status, **more):
    """Why something was not done, for a script."""
    return JsonResponse({"error": {"code": code, "message": words, **more}}, status=status)


def is_script(request):
    return request.content_type == "application/json"


def wants_json(request):
    """Whether this request speaks JSON; a browser that takes anything gets a page."""
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return is_script(request) or preferred == "application/json"


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


def done(request, where, status=200, checked=(), **data):
    """What was done is done: `where` is the page that shows it. Of `checked` topics the view knows that the viewer may watch them."""
    if is_script(request):
        return JsonResponse({**data, "frames": frames.published(request, checked)}, status=status)
    return redirect(where)
