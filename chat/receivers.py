"""What pages hear when conversations and messages are saved or deleted.

Both are saved whole, under the conversation's lock, so that they are shown as saved.
"""

from functools import partial

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from chat.models import Conversation, Draft, Message, Place, Reply
from realtime import assign, publish, remove, upsert


@receiver(post_save, sender=Conversation)
def push_conversation(sender, instance, raw, **kwargs):
    if raw:
        return
    shown = partial(upsert, "#conversations", "chat/_conversation.html", as_saved=True, conversation=instance)
    publish(Conversation.list_topic_of(instance.owner_id), shown() if instance.is_listed else remove(instance))
    publish(instance.topic, assign("conversation", partial(as_json, instance)))


@receiver(post_delete, sender=Conversation)
def pull_conversation(sender, instance, **kwargs):
    publish(Conversation.list_topic_of(instance.owner_id), remove(instance))


@receiver(post_save, sender=Message)
def push_message(sender, instance, raw, **kwargs):
    if not raw:
        shown = partial(upsert, "#messages", "chat/_message.html", as_saved=True, message=instance)
        publish(f"conversation.{instance.conversation_id}", shown() if instance.is_shown else remove(instance))


@receiver(post_save, sender=Reply)
def push_end(sender, instance, raw, **kwargs):
    """How a reply ended, for whatever page of its person is open."""
    if raw or instance.is_unfinished:
        return
    row = instance.message.conversation
    value = {"conversation": str(row.pk), "name": row.name, "state": instance.state, "reply": instance.pk}
    publish(Conversation.list_topic_of(row.owner_id), assign("ended", value))


@receiver(post_delete, sender=Message)
def pull_message(sender, instance, **kwargs):
    publish(f"conversation.{instance.conversation_id}", remove(instance))


@receiver(post_save, sender=Place)
def push_place(sender, instance, raw, **kwargs):
    if not raw:
        publish(Conversation.list_topic_of(instance.user_id), assign("place", instance.as_json()))


@receiver(post_save, sender=Draft)
def push_draft(sender, instance, raw, **kwargs):
    if not raw:
        publish(f"conversation.{instance.conversation_id}", assign("draft", instance.as_json()))


def as_json(conversation):
    """What the page of a conversation shows around its messages."""
    names = ("model", "temperature", "max_tokens", "system_prompt", "pinned", "archived", "answering")
    return {"name": conversation.name, **{name: getattr(conversation, name) for name in names}}
