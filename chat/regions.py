"""The parts of the chat pages that are live."""

from urllib.parse import urlencode

from django.urls import reverse

from chat.models import Conversation
from chat.topics import list_topic
from realtime import Region

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
    return {"conversation": conversation, "messages": messages, "has_older": bool(messages) and messages[0].position > 0}


def older(conversation, before):
    """Up to a page of messages before a position, oldest first."""
    return list(conversation.thread().filter(position__lt=before).reverse()[:PAGE])[::-1]


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
