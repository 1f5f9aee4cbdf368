"""The parts of the chat pages that are live."""

from urllib.parse import urlencode
from uuid import uuid4

from django.urls import reverse

from chat.models import Draft, branches
from chat.models.messages import LONGEST
from chat.receivers import as_json
from realtime import Region, versions
from settings_sync import preferences

PAGE = 40  # messages


def thread(conversation, start=None):
    """The newest messages of a conversation, or all from position `start` on."""
    src = reverse("chat:messages", args=[conversation.pk])
    return Region(
        "thread",
        template="chat/_messages.html",
        topics=[conversation.topic],
        src=f"{src}?{urlencode({'start': start})}" if start is not None else src,
        context=lambda: thread_context(conversation, start),
    )


def thread_context(conversation, start=None):
    shown = conversation.thread()
    messages = list(shown.filter(position__gte=start)) if start is not None else list(shown.reverse()[:PAGE])[::-1]
    return {"conversation": conversation, "messages": with_siblings(messages)}


def older(conversation, before):
    """Up to a page of messages before a position, oldest first."""
    return with_siblings(list(conversation.thread().filter(position__lt=before).reverse()[:PAGE])[::-1])


def with_siblings(messages):
    """The messages, which know of the other branches at their place. One query for all."""
    found = branches.siblings_of(messages)
    for message in messages:
        message.siblings = found[message.pk]
    return messages


def state(conversation):
    """What stands around the messages, under the version that was read before it."""
    shown = versions.of([conversation.topic])
    conversation.refresh_from_db()
    draft = Draft.objects.filter(conversation=conversation).first()
    return {"topics": shown, "conversation": as_json(conversation), "draft": draft and draft.as_json()}


def page_of(conversation, user, start=None):
    """What the page of a conversation shows, but for the list; its messages from position `start` on."""
    around = state(conversation)
    choices = preferences.model_choices(user)
    if conversation.model not in dict(choices):
        choices = [*choices, (conversation.model, f"{conversation.model} (no longer offered)")]
    shown = {"conversation": conversation, "state": around, "thread": thread(conversation, start)}
    return {**shown, "models": choices, "key": uuid4(), "longest": LONGEST}
