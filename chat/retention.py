"""How long what was deleted can be restored, and what it leaves behind."""

from chat.models import Conversation
from jobs.retention import prunes
from realtime.gone import versions_without


@prunes("deleted conversations", days=1)
def deleted_conversations(moment):
    """What nobody restored meanwhile."""
    return Conversation.objects.deleted_before(moment)


@prunes("versions of conversations that are gone", days=0)
def versions_of_gone_conversations(moment):
    """What can be restored has its row, and keeps its version."""
    return versions_without(Conversation.objects.all(), "conversation.")
