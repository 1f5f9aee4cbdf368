"""What a reply's model is asked: which provider with which key, and as much of the conversation as it takes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.views.decorators.debug import sensitive_variables

from chat import backends
from chat.backends import Question, Refused
from chat.models import Message, looks
from chat.models.replies import CHARACTERS_A_TOKEN
from chat.reading import room_for
from jobs.models import LostLease
from realtime.db.prepared import Prepared, Slot
from settings_sync.preferences import BUILT_IN_MODEL
from settings_sync.providers.choice import Unavailable, provider_of
from settings_sync.providers.credentials import Credential
from usage import metering

NEEDED = ["parent", *(f"conversation__{name}" for name in ("owner__id", "system_prompt", "temperature", "max_tokens"))]
FRAME = 16  # tokens around a turn: who speaks, where it ends
TRIMMED = "Older messages were left out to fit what the model can read at once."


_message = Prepared(
    lambda: Message.objects.select_related("conversation__owner").only(*NEEDED).order_by().filter(pk=Slot("pk", Message._meta.pk))
)


@dataclass(frozen=True)
class Asked:
    """Everything that the worker needs; nothing of it asks the database again."""

    topic: str
    question: Question
    backend: Callable = field(repr=False)
    credential: str = field(repr=False)
    is_trimmed: bool = False

    def stream(self):
        return self.backend(self.question, self.credential)

    @property
    def note(self):
        return TRIMMED if self.is_trimmed else ""

    @property
    def tokens(self):
        """A guess of what the question takes."""
        question = self.question
        said = [question.system, question.prefix, *(text for _, text in question.turns)]
        return sum(map(len, said)) // CHARACTERS_A_TOKEN

    @property
    def most_tokens(self):
        """What the question takes at most: no token is shorter than a byte, and around each turn stand a few.

        Of English it is four times what it will take, of code three times: less would be no bound, and what is held comes back.
        """
        said = [self.question.system, *(turn["content"] for turn in backends.turns_of(self.question))]
        return sum(len(text.encode(errors="replace")) + FRAME for text in said)

    def shorter(self):
        """The same with the newer half of the turns; None where there is but one."""
        turns = self.question.turns[-(len(self.question.turns) // 2) :]
        if len(self.question.turns) < 2:
            return None
        return replace(self, question=replace(self.question, turns=turns), is_trimmed=True)


@sensitive_variables()
def prepare(reply):
    """Read what the reply needs, and take leave to ask. Raises Refused; and LostLease where it was deleted meanwhile."""
    message = _message.first(pk=reply.message_id)
    if message is None:
        raise LostLease(reply.pk)
    conversation = message.conversation
    kind, name, provider, credential = _provider_of(conversation.owner, reply.model)
    reply.is_own_key = credential.is_own
    context = provider.contexts.get(name) if provider else None
    room = room_for(name, conversation.max_tokens, context) - len(conversation.system_prompt) - len(reply.text)
    turns, trimmed = turns_before(message, room)
    question = Question(
        model=name,
        turns=turns,
        system=conversation.system_prompt,
        temperature=conversation.temperature,
        max_tokens=conversation.max_tokens,
        prefix=reply.text,
        address=provider.address if provider else "",
        provider=provider.name if provider else "",
    )
    asked = Asked(conversation.topic, question, backends.stream_for(kind), credential.text, trimmed)
    _admit(conversation.owner_id, reply, asked)
    return asked


def _admit(user_id, reply, asked):
    """The hold and whose key pays are in the database before the provider is called, for whoever settles it if we die."""
    ask = metering.Ask.of(reply, user_id=user_id, tokens_in=asked.most_tokens, tokens_out=asked.question.max_tokens)
    try:
        metering.admit(ask)
    except metering.Declined as declined:
        raise Refused(str(declined), declined.code) from None
    if reply.is_own_key:
        reply.checkpoint(is_own_key=True)


def turns_before(message, room):
    """(turns, whether older ones were left out): what this message follows, whatever is shown by now, as much as fits into `room`."""
    turns, above = [], looks.line_above(message, room)
    for role, text, left, _ in above:
        if left < 0 and turns:
            return turns[::-1], True
        if text:
            turns.append((role, text))
    return turns[::-1], bool(above) and above[-1][-1] is not None


def _provider_of(user, model):
    """(kind, the model's name, provider, its Credential) of `slug:model`. Raises Refused."""
    if model == BUILT_IN_MODEL:
        return "guide", model, None, Credential("")
    try:
        provider, name, credential = provider_of(user, model)
    except Unavailable as missing:
        raise Refused(str(missing), missing.code) from None
    return provider.kind, name, provider, credential
