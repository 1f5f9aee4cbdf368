"""Where a person is, and what they began to type there."""

from uuid import UUID

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from chat import answers, lists
from chat.answers import Malformed, done, of_owner, sent
from chat.models import Conversation, Draft, Place
from chat.models.messages import LONGEST
from chat.models.places import Overtaken
from realtime.access import signed_in
from realtime.answers import refused
from realtime.texts import storable


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@answers.in_words
def place(request):
    """GET: what the page of a conversation is told of the list around it. POST: the person opened one."""
    if request.method != "POST":
        state = lists.state(request.user, _id(request.GET.get("conversation")))
        return JsonResponse({**state, "topics": state["list"]})
    fields = sent(request)
    row = get_object_or_404(Conversation.objects.visible_to(request.user), pk=_id(fields.get("conversation")))
    Place.go(request.user, row, _tab(fields))
    return done(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@of_owner
def draft(request, conversation):
    """What stands in its message box."""
    if request.method != "POST":
        row = Draft.objects.filter(conversation=conversation).first()
        return JsonResponse({"text": row.text if row else "", "version": row.version if row else 0})
    fields = sent(request)
    try:
        row = Draft.keep(conversation, _text(fields), _base(fields), _tab(fields))
    except Overtaken:
        return refused("Another text was begun here meanwhile. Both are kept until you choose one.", "overtaken", 409)
    return done(request, conversation, version=row.version)


def _text(fields):
    text = fields.get("text", "")
    if not isinstance(text, str) or len(text) > LONGEST:
        raise Malformed(f"A draft is a text of at most {LONGEST:,} characters.")
    return storable(text)


def _base(fields):
    """The version from which a draft was made; 0: from nothing."""
    base = fields.get("base")
    return base if type(base) is int else 0


def _tab(fields):
    return str(fields.get("tab", ""))[:64]


def _id(text):
    """The UUID of a conversation, or None. Raises Malformed."""
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        raise Malformed("conversation is a UUID.") from None
