import json

from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from realtime import handshake, presence, rooms
from realtime.access import signed_in


@require_POST
@signed_in
def sync(request):
    """The handshake without a socket."""
    try:
        hello = handshake.Hello.parse(_json_object(request.body))
    except handshake.Malformed as error:
        return _malformed(error)
    answer = handshake.answer(request.user, hello)
    if answer.reload:
        return JsonResponse({"type": "reload", "reason": answer.reload})
    for room in answer.rooms:
        presence.enter(room, request.user.pk, hello.tab)
    shown = [presence.snapshot(room) for room in answer.rooms]
    return JsonResponse({"type": "welcome", "stale": answer.stale, "gone": answer.gone, "presence": shown})


@require_POST
@signed_in
def leave(request):
    """A page that polled is closed: it says so with its last breath."""
    try:
        hello = handshake.Hello.parse(_json_object(request.body))
    except handshake.Malformed as error:
        return _malformed(error)
    for room in hello.rooms:
        if rooms.may_enter(request.user, room):
            presence.leave(room, request.user.pk, hello.tab)
    return JsonResponse({})


@require_GET
@signed_in
def whoami(request):
    return JsonResponse({"user": request.user.pk})


@require_GET
@never_cache
@ensure_csrf_cookie
def token(request):
    """Lets a page whose token went stale (Django renews it at login) take the new cookie."""
    get_token(request)
    return JsonResponse({})


@require_GET
@signed_in
def room(request, name):
    """Everybody who is in a room, for whoever wants more than three and a count."""
    if not rooms.may_enter(request.user, name):
        raise Http404
    people, count = presence.people(name)
    return render(request, "realtime/_people_here.html", {"people": people, "count": count})


def _malformed(error):
    return JsonResponse({"error": {"code": "malformed", "message": str(error)}}, status=400)


def _json_object(body):
    if len(body) > 64 * 1024:
        raise handshake.Malformed("That message is too large.")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise handshake.Malformed("That message is not JSON.") from None
    if not isinstance(message, dict):
        raise handshake.Malformed("A hello is a JSON object.")
    return message
