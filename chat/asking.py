"""What a reply's model is asked: which provider with which key, and as much of the conversation as it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.views.decorators.debug import sensitive_variables

from chat import backends
from chat.backends import Question, Refused
from settings_sync.models import Provider
from settings_sync.preferences import BUILT_IN_MODEL
from settings_sync.providers.credentials import NoCredential, credential_for

CHARACTERS_A_TOKEN = 3.5  # of English; other scripts take fewer, so this leaves room
CONTEXT_TOKENS = 100_000
TRIMMED = "Older messages were left out to fit what the model can read at once."


@dataclass(frozen=True)
class Asked:
    """Everything that the worker needs; nothing of it asks the database again."""

    user: Any
    topic: str
    model: str
    note: str
    stream: Callable


@sensitive_variables()
def prepare(reply):
    """Read what the reply needs. Raises Refused."""
    message = reply.message
    conversation = message.conversation
    turns, trimmed = turns_before(message)
    kind, model, address, credential = _provider_of(conversation.owner, reply.model)
    question = Question(
        model=model,
        turns=turns,
        system=conversation.system_prompt,
        temperature=conversation.temperature,
        max_tokens=conversation.max_tokens,
        prefix=reply.text,
        address=address,
    )
    stream = backends.stream_for(kind)
    return Asked(
        conversation.owner, conversation.topic, reply.model, TRIMMED if trimmed else "", lambda: stream(question, credential)
    )


def turns_before(message):
    """(turns, whether older ones were left out): the shown messages before this one, as many as the model can read."""
    room, turns = CONTEXT_TOKENS * CHARACTERS_A_TOKEN, []
    shown = message.conversation.messages.filter(is_shown=True, position__lt=message.position)
    for role, text in shown.order_by("-position").values_list("role", "text").iterator(chunk_size=50):
        room -= len(text)
        if room < 0 and turns:
            return turns[::-1], True
        if text:
            turns.append((role, text))
    return turns[::-1], False


def _provider_of(user, model):
    """(kind, model, address, key) of `slug:model`. Raises Refused."""
    if model == BUILT_IN_MODEL:
        return "guide", model, "", ""
    slug, _, name = model.partition(":")
    provider = Provider.objects.offered().filter(slug=slug).first()
    if provider is None:
        raise Refused("The provider of this model is not offered any more. Choose another model.", "none")
    try:
        return provider.kind, name, provider.address, credential_for(user, provider).text
    except NoCredential as missing:
        raise Refused(f"{provider.name}: {missing}", "key") from None
