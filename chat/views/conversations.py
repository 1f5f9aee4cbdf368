"""What is done with conversations from their list."""

from datetime import UTC

from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from chat import answers, parameters
from chat.answers import Malformed, done, of_owner, sent
from chat.models import Conversation
from chat.receivers import as_json
from realtime.access import signed_in


@require_POST
@signed_in
@of_owner
def change(request, conversation):
    """Set its name, whether it is pinned or archived, its model and parameters."""
    row = conversation.change(**parameters.cleaned(sent(request)))
    return done(request, row, conversation=as_json(row))


@require_POST
@signed_in
@of_owner
def delete(request, conversation):
    conversation.remove()
    return done(request, "chat:index")


@require_POST
@signed_in
def restore(request, pk):
    """Undo a deletion."""
    row = get_object_or_404(Conversation.objects.filter(owner=request.user), pk=pk)
    return done(request, row.restore())


@require_POST
@signed_in
@of_owner
def read(request, conversation):
    """It was seen to its end."""
    conversation.read()
    return done(request, conversation)


@require_POST
@signed_in
def clear(request):
    """Delete the whole list. The answer says `at`, by which all of it comes back."""
    at = Conversation.objects.clear(request.user)
    return done(request, "chat:index", at=at.isoformat())


@require_POST
@signed_in
@answers.in_words
def restore_cleared(request):
    """Undo `clear`."""
    at = _moment(str(sent(request).get("at", "")))
    return done(request, "chat:index", count=Conversation.objects.restore(request.user, at))


def _moment(text):
    """In UTC. Raises Malformed."""
    try:
        at = parse_datetime(text)
        if at is None or at.tzinfo is None:
            raise ValueError
        return at.astimezone(UTC)
    except (ValueError, OverflowError):  # no such day, or before the first year
        raise Malformed("at is the time that the answer to the deletion gave.") from None
