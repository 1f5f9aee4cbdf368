"""Where a person is in their conversations, and what they began to type there."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction

LONGEST_SENT = 4_000  # characters; a longer draft is fetched by whoever shows it


class Overtaken(Exception):
    """Another text was written in its place meanwhile: saving this one would lose it."""


class Draft(models.Model):
    """What a person began to type in a conversation and did not send; follows them to their other devices."""

    conversation = models.OneToOneField("chat.Conversation", models.CASCADE, related_name="draft")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    by = ""  # the tab that wrote it

    def __str__(self):
        return f"draft of {self.conversation_id}"

    def as_json(self):
        text = self.text if len(self.text) <= LONGEST_SENT else None
        return {"text": text, "version": self.version, "by": self.by}

    @classmethod
    @transaction.atomic
    def keep(cls, conversation, text, base=0, by=""):
        """Keep what is in the message box of one tab, made from version `base`. Returns the draft.

        Raises Overtaken where there is another text that this one does not hold.
        """
        conversation.locked()  # not the draft: of two tabs that begin at once each would make one
        draft = cls.objects.filter(conversation=conversation).first() or cls(conversation=conversation)
        if draft.version != base and not text.startswith(draft.text):
            raise Overtaken
        if draft.text != text or not draft.pk:
            draft.text, draft.by = text, by
            draft.save()
        return draft

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Each save is a version, so that a tab knows an older one when it meets it."""
        self.version += 1
        super().save(*args, **kwargs)


class Place(models.Model):
    """Which conversation a person looks at; tabs that follow go there."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="chat_place")
    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now=True)

    by = ""  # the tab that went there

    def __str__(self):
        return f"{self.user_id} at {self.conversation_id}"

    def as_json(self):
        return {"conversation": str(self.conversation_id), "by": self.by}

    @classmethod
    @transaction.atomic
    def go(cls, user, conversation, by=""):
        """The person opened this in one tab; the others that follow hear of it."""
        get_user_model().objects.select_for_update(no_key=True).values_list("pk").get(pk=user.pk)  # also before the first
        place = cls.objects.filter(user=user).first() or cls(user=user)
        if place.conversation_id != conversation.pk:
            place.conversation, place.by = conversation, by
            place.save()
        return place

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
