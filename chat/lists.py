"""The list of a person's conversations as regions: all of them, those that match a search, the archived ones."""

from urllib.parse import urlencode

from django.urls import reverse

from chat import days, searching
from chat.models import Conversation, Place
from realtime import Region, versions
from settings_sync.models import Preference

PAGE = 50
RECENT = 6
FOLLOW = "follow_tabs"
HEARD = [FOLLOW, "notify_sound", "notify_toast", "notify_desktop"]


def conversations(user, current=None, until=None):
    """The list: its newest, or all down to the sort key `until`. `current` is the conversation that is open."""
    return Region(
        "conversation-list",
        template="chat/_conversations.html",
        topics=[Conversation.list_topic_of(user.pk)],
        src=_address(current=current, until=until),
        context=lambda: _listed(user, current, until),
    )


def archived(user, current=None):
    """What was put aside. Patches are about the other list, so this one fetches."""
    return Region(
        "conversation-results",
        template="chat/_conversations.html",
        topics=[Conversation.list_topic_of(user.pk)],
        src=_address(current=current, archived=1),
        context=lambda: _listed(user, current, None, archived=True),
        mode="fetch",
    )


def recent(user):
    """The latest conversations, for the home page."""
    return Region(
        "recent-conversations",
        template="chat/_recent.html",
        topics=[Conversation.list_topic_of(user.pk)],
        src=reverse("chat:recent"),
        context=lambda: {"conversations": Conversation.objects.visible_to(user).listed().order_by("-active_at")[:RECENT]},
        mode="fetch",
    )


def older(user, before):
    """The page of the list behind a sort key."""
    rows = list(Conversation.objects.visible_to(user).listed().after(before)[: PAGE + 1])
    return {"entries": _under_days(rows[:PAGE]), "end": _end_of(rows)}


def version_for(user):
    """The version of this person's list, for whatever page tells of replies that end."""
    topic = Conversation.list_topic_of(user.pk)
    return versions.of([topic])[topic]


def state(user, conversation=None):
    """What a page knows besides the list, under versions that are read before it; `conversation` is the one that it shows."""
    topics = [Conversation.list_topic_of(user.pk), Preference.topic_of(user.pk)]
    shown = versions.of(topics)
    place = Place.objects.filter(user=user).values_list("conversation", flat=True).first()
    preferences = {key: preference.as_json() for key, preference in Preference.objects.of(user, HEARD).items()}
    is_here = conversation is None or Conversation.objects.visible_to(user).filter(pk=conversation).exists()
    return {
        "list": {topics[0]: shown[topics[0]]},
        "settings": {topics[1]: shown[topics[1]]},
        "place": place and str(place),
        "is_here": is_here,
        "preferences": preferences,
    }


def _address(**asked):
    asked = {name: value for name, value in asked.items() if value}
    return f"{reverse('chat:list')}?{urlencode(asked)}" if asked else reverse("chat:list")


def _listed(user, current, until, archived=False):
    rows = Conversation.objects.visible_to(user).listed(archived)
    shown, end = _page(rows, until)
    return {
        "entries": _under_days(shown),
        "current": str(current or ""),
        "end": end,
        "archived": archived,
        "changes_at": days.next_midnight(),
    }


def _under_days(rows):
    headings = days.headings(min((row.active_at for row in rows), default=None))
    return sorted([*headings, *rows], key=lambda entry: entry.sort_key)


def _page(rows, until):
    """(rows, the sort key at which they end where there are more behind it) – all down to `until`, or the first page."""
    if until:
        behind = rows.after(until)
        return list(rows.exclude(pk__in=behind.order_by().values("pk"))), until if behind.exists() else None
    found = list(rows[: PAGE + 1])
    return found[:PAGE], _end_of(found)


def _end_of(rows):
    """The sort key of the last row of a page, where the one behind it was found too."""
    return rows[PAGE - 1].sort_key if len(rows) > PAGE else None


def found(user, query, current=None):
    """What matches a search."""
    return Region(
        "conversation-results",
        template="chat/_found.html",
        topics=[Conversation.list_topic_of(user.pk)],
        src=_address(current=current, q=query),
        context=lambda: {"found": searching.find(user, query), "current": str(current or "")},
        mode="fetch",
    )
