"""The parts of the chat pages that are live."""

from urllib.parse import urlencode
from uuid import uuid4

from django.urls import reverse

from chat.models import Conversation, branches
from chat.receivers import as_json
from chat.topics import list_topic
from realtime import Region, versions
from settings_sync import preferences

PAGE = 50  # messages, or conversations


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
    _, shown = versions.snapshot([conversation.topic])
    conversation.refresh_from_db()
    return {"topics": shown, "conversation": as_json(conversation)}


def page_of(conversation, user):
    """What the page of a conversation shows, but for the list."""
    around = state(conversation)
    choices = preferences.model_choices(user)
    if conversation.model not in dict(choices):
        choices = [*choices, (conversation.model, f"{conversation.model} (no longer offered)")]
    return {"conversation": conversation, "state": around, "models": choices, "thread": thread(conversation), "key": uuid4()}


def conversations(user, query="", archived=False):
    """The list of somebody's conversations; a search shows what matches and takes no patches."""
    src = reverse("chat:list")
    asked = {name: value for name, value in {"q": query, "archived": "1" if archived else ""}.items() if value}
    return Region(
        "conversation-list",
        template="chat/_conversations.html",
        topics=[list_topic(user.pk)],
        src=f"{src}?{urlencode(asked)}" if asked else src,
        context=lambda: {"conversations": Conversation.objects.visible_to(user).listed()[:PAGE]},
    )
