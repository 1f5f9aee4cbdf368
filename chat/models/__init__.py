from chat.models.conversations import Conversation
from chat.models.messages import Message
from chat.models.places import Draft, Place
from chat.models.replies import Reply

__all__ = ["Conversation", "Draft", "Message", "Place", "Reply"]
