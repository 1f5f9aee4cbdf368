"""How long what was deleted can be restored."""

from chat.models import Conversation

DAYS = 1


def deleted_conversations(moment):
    """What was deleted before a moment; for `manage.py prune`."""
    return Conversation.objects.deleted_before(moment)
