import re
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from chat import regions
from chat.answers import Malformed, done, in_words, of_owner, sent
from chat.models import Conversation
from chat.models.messages import LONGEST
from realtime.access import signed_in
from realtime.texts import storable

SEEN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")  # anything that shows


@require_safe
@signed_in
@of_owner
def thread(request, conversation):
    """The region of the messages, from position `start` on where it is given."""
    return regions.thread(conversation, _position(request, "start")).response()


@require_safe
@signed_in
@of_owner
def state(request, conversation):
    """What stands around the messages: the name, the model, the parameters, as JSON."""
    return JsonResponse(regions.state(conversation))


@require_safe
@signed_in
@of_owner
def older(request, conversation):
    """The page of messages before position `before`."""
    context = {"messages": regions.older(conversation, _position(request, "before") or 0), "conversation": conversation}
    return render(request, "chat/_older.html", context)


@require_safe
@signed_in
@of_owner
def message(request, conversation, message_pk):
    """One message as it is now: for a page that missed a part of a reply."""
    return render(request, "chat/_message.html", {"message": _message(conversation, message_pk)})


@require_safe
@signed_in
@of_owner
def source(request, conversation, message_pk):
    """What was said, as it was written; for copying."""
    return HttpResponse(_message(conversation, message_pk).source, content_type="text/plain; charset=utf-8")


@require_POST
@signed_in
@in_words
def create(request, pk):
    """Say something. The same `key` again is the same message. What locks the conversation also checks whose it is."""
    try:
        message = Conversation.post_in(pk, request.user, *_said(request))
    except Malformed:
        get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
        raise
    except Conversation.DoesNotExist:
        raise Http404 from None
    row = message.conversation
    return done(request, row, 201, [row.topic], message=str(message.pk))


@require_POST
@signed_in
@of_owner
def revise(request, conversation, message_pk):
    text, key = _said(request)
    earlier = _message(conversation, message_pk)
    if earlier.is_reply:
        raise Malformed("Only what you said yourself can be said again in other words.")
    message = conversation.revise(earlier, text, key)
    return done(request, conversation, 201, message=str(message.pk))


@require_POST
@signed_in
@of_owner
def regenerate(request, conversation, message_pk):
    message = conversation.regenerate(_reply(conversation, message_pk))
    return done(request, conversation, 201, message=str(message.pk))


@require_POST
@signed_in
@of_owner
def go_on(request, conversation, message_pk):
    _reply(conversation, message_pk).go_on()
    return done(request, conversation)


@require_POST
@signed_in
@of_owner
def stop(request, conversation, message_pk):
    reply = _reply(conversation, message_pk).reply
    if reply:
        reply.cancel()
    return done(request, conversation)


@require_POST
@signed_in
@of_owner
def show(request, conversation, message_pk):
    """Show the branch of this message."""
    _message(conversation, message_pk).show()
    return done(request, conversation)


@require_POST
@signed_in
@of_owner
def delete(request, conversation, message_pk):
    _message(conversation, message_pk).remove()
    return done(request, conversation)


def _message(conversation, pk):
    return get_object_or_404(conversation.messages.select_related("reply"), pk=pk)


def _reply(conversation, pk):
    message = _message(conversation, pk)
    if not message.is_reply:
        raise Malformed("This is not a reply.")
    return message


def _said(request):
    """(text, key) of what was sent. Raises Malformed."""
    fields = sent(request)
    text = fields.get("text")
    if not isinstance(text, str) or not SEEN.search(text):
        raise Malformed("There is nothing in it. Write something first.")
    if len(text) > LONGEST:
        raise Malformed(f"This is too long. At most {LONGEST:,} characters.")
    try:
        return storable(text), UUID(str(fields.get("key")))
    except ValueError:
        raise Malformed("key is a UUID.") from None


def _position(request, name):
    """A position from the address, or None."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else None
