"""What a person's export holds of their conversations, and one conversation as a file."""

from django.db.models import Prefetch

from accounts.batches import in_batches
from accounts.exports import exporter
from chat.models import Conversation, Message, Place, Reply

CONVERSATION = "id title model temperature max_tokens system_prompt pinned archived created_at active_at deleted_at".split()
MESSAGE = "id parent_id role position is_shown text reasoning model tokens_in tokens_out cost note created_at".split()
REPLY = (
    "id model state code error text reasoning note tokens_in tokens_out tokens_estimated queued_at started_at ended_at".split()
)
VERSION = 1
BATCH = 20  # conversations that are in memory at once


@exporter("chat")
def chat(user):
    """All that is stored of this person's: deleted conversations too, while they are kept, and the place."""
    yield from files_of(Conversation.objects.filter(owner=user))
    place = Place.objects.filter(user=user).values("conversation", "at").first()
    yield "place.json", place or {}


def files_of(conversations):
    """Each twice: as JSON with all of it, as Markdown to be read. Three queries for every few of them."""
    for conversation in in_batches(whole(conversations.order_by("created_at", "pk")), BATCH):
        yield f"{conversation.pk}.json", as_json(conversation)
        yield f"{conversation.pk}.md", as_markdown(conversation)


def whole(conversations):
    """They come with everything that a file of them holds."""
    messages = Message.objects.select_related("reply").order_by("position", "created_at", "pk")
    runs = Prefetch("messages__replies", Reply.objects.order_by("pk"))
    return conversations.select_related("draft").prefetch_related(Prefetch("messages", messages), runs)


def as_json(conversation):
    """All of one of the `whole` ones, every branch of it; what an import takes."""
    messages = conversation.messages.all()
    draft = getattr(conversation, "draft", None)
    return {
        "lockstep_conversation": VERSION,
        **{name: getattr(conversation, name) for name in CONVERSATION},
        "draft": draft.text if draft else "",
        "messages": [{name: getattr(message, name) for name in MESSAGE} for message in messages],
        "replies": [_reply(reply) for message in messages for reply in message.replies.all()],
    }


def as_markdown(conversation):
    """The branch that is shown of one of the `whole` ones, to be read."""
    parts = [f"# {conversation.name}"]
    if conversation.system_prompt:
        parts.append("> " + conversation.system_prompt.replace("\n", "\n> "))
    for message in conversation.messages.all():
        if not message.is_shown:
            continue
        who = message.model_name if message.role == Message.Role.ASSISTANT else "You"
        parts += [f"## {who}, {message.created_at:%Y-%m-%d %H:%M} UTC", message.source]
    return "\n\n".join(parts) + "\n"


def _reply(reply):
    """A run; what it wrote stands in its message, unless it is still being written."""
    return {name: getattr(reply, name) for name in REPLY} | {"message_id": reply.message_id}
