"""What can be watched of conversations, and by whom."""

from uuid import UUID

from chat.models import Conversation
from realtime import topic


@topic("conversation.{conversation}")
def conversation(user, conversation):
    """The messages of one conversation, and the tokens that pass by."""
    try:
        return user.is_active and Conversation.objects.visible_to(user).filter(pk=UUID(conversation))
    except ValueError:
        return False


@topic("user.{pk}.conversations")
def conversations(user, pk):
    """The list of one's own conversations, and which one is open."""
    return user.is_active and str(user.pk) == pk
