"""How the views of conversations find theirs, and answer."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404

from chat.models import Conversation, Message
from realtime.answers import Malformed, done, in_words, is_script, sent

__all__ = ["Malformed", "done", "in_words", "is_script", "of_owner", "sent"]


def of_owner(view):
    """Give the view the conversation of this address, if it is the viewer's; and refuse what is malformed in words.

    What goes while the view waits for its lock is as little found as what went before.
    """

    @wraps(view)
    @in_words
    def check(request, pk, *args, **kwargs):
        conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
        try:
            return view(request, conversation, *args, **kwargs)
        except (Conversation.DoesNotExist, Message.DoesNotExist):
            raise Http404 from None

    return check
