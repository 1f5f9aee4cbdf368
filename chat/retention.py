"""How long what was deleted can be restored."""

from chat.models import Conversation
from jobs.retention import prunes


@prunes("deleted conversations", days=1)
def deleted_conversations(moment):
    """What nobody restored meanwhile."""
    return Conversation.objects.deleted_before(moment)
