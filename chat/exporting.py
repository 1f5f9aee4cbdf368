"""What a person's export holds of their conversations, and one conversation as a file."""

from accounts.exports import exporter
from chat.models import Conversation, Draft, Message, Place, Reply

CONVERSATION = "id title model temperature max_tokens system_prompt pinned archived created_at active_at deleted_at".split()
MESSAGE = "id parent_id role position is_shown text reasoning model tokens_in tokens_out cost note created_at".split()
REPLY = "id model state code error text reasoning note worker tokens_in tokens_out tokens_estimated queued_at started_at ended_at".split()
VERSION = 1


@exporter("chat")
def chat(user):
    """Every conversation twice: as Markdown to be read, as JSON with all of it; deleted ones too, while they are kept."""
    for conversation in Conversation.objects.filter(owner=user).order_by("created_at", "pk").iterator(200):
        yield f"{conversation.pk}.json", as_json(conversation)
        yield f"{conversation.pk}.md", as_markdown(conversation)
    place = Place.objects.filter(user=user).values("conversation", "at").first()
    yield "place.json", place or {}


def as_json(conversation):
    """All of a conversation, every branch of it; what an import takes."""
    messages = conversation.messages.order_by("position", "created_at", "pk")
    draft = Draft.objects.filter(conversation=conversation).first()
    return {
        "lockstep_conversation": VERSION,
        **{name: getattr(conversation, name) for name in CONVERSATION},
        "draft": draft.text if draft else "",
        "messages": list(messages.values(*MESSAGE)),
        "replies": [_reply(reply) for reply in Reply.objects.filter(message__conversation=conversation).order_by("pk")],
    }


def as_markdown(conversation):
    """The branch that is shown, to be read."""
    parts = [f"# {conversation.name}"]
    if conversation.system_prompt:
        parts.append("> " + conversation.system_prompt.replace("\n", "\n> "))
    for message in conversation.thread():
        who = message.model_name if message.role == Message.Role.ASSISTANT else "You"
        parts += [f"## {who}, {message.created_at:%Y-%m-%d %H:%M} UTC", message.source]
    return "\n\n".join(parts) + "\n"


def _reply(reply):
    """A run; what it wrote stands in its message, unless it is still being written."""
    return {name: getattr(reply, name) for name in REPLY} | {"message_id": reply.message_id}
