"""What can be watched of conversations, and by whom."""

from chat.models import Conversation
from realtime import topic
from realtime.uuids import is_uuid


@topic("conversation.{conversation}")
def conversation(user, conversation):
    """The messages of one conversation, and the tokens that pass by."""
    return user.is_active and is_uuid(conversation) and Conversation.objects.visible_to(user).filter(pk=conversation)


@topic("user.{pk}.conversations")
def conversations(user, pk):
    """The list of one's own conversations, and which one is open."""
    return user.is_active and str(user.pk) == pk
