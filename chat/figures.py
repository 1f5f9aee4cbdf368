"""How much a person has talked with models, for their profile."""

from django.db.models import Count, Sum
from django.urls import reverse

from accounts.profile_parts import profile_part
from chat.models import Conversation, Message
from realtime import Region


@profile_part
def figures(user):
    return Region(
        "chat-figures",
        template="chat/_figures.html",
        topics=[Conversation.list_topic_of(user.pk)],
        src=reverse("chat:figures"),
        context=lambda: {name: f"{count:,}" for name, count in counted(user).items()},
        mode="fetch",
    )


def counted(user):
    """{"conversations", "messages", "tokens"} of everything that is not deleted; tokens are those read and written."""
    mine = Conversation.objects.visible_to(user)
    said = Message.objects.filter(conversation__in=mine)
    sums = said.aggregate(messages=Count("pk"), tokens_in=Sum("tokens_in"), tokens_out=Sum("tokens_out"))
    tokens = (sums["tokens_in"] or 0) + (sums["tokens_out"] or 0)
    return {"conversations": mine.filter(is_empty=False).count(), "messages": sums["messages"], "tokens": tokens}
