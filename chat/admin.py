"""What operators see of conversations: that they are there and what becomes of replies, never what was said."""

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, SimpleListFilter

from accounts.read_only import GoesWithItsPerson, Unwritten
from chat.models import Conversation, Reply


class Unfinished(SimpleListFilter):
    title, parameter_name = "unfinished", "unfinished"

    def lookups(self, request, model_admin):
        return [("1", "Queued or running")]

    def queryset(self, request, queryset):
        return queryset.filter(state__in=["queued", "running"]) if self.value() else queryset


@admin.register(Reply)
class ReplyAdmin(Unwritten, GoesWithItsPerson, ModelAdmin):
    """The queue. Texts are not here, and `error` is what the person was told."""

    list_display = [
        "id",
        "state",
        "owner",
        "model",
        "code",
        "queued_at",
        "started_at",
        "ended_at",
        "tokens_in",
        "tokens_out",
        "worker",
    ]
    list_filter = [Unfinished, "state", "code"]
    list_select_related = ["message__conversation__owner"]
    search_fields = ["=id", "model", "worker", "message__conversation__owner__email"]
    ordering = ["-queued_at"]
    fields = [*list_display, "error", "retry_at", "fence", "lease_until", "cancel_asked", "checkpoint_number"]
    actions = ["stop"]

    @admin.display(ordering="message__conversation__owner")
    def owner(self, reply):
        return reply.message.conversation.owner

    @admin.action(description="Stop, and keep what was written so far", permissions=["view"])
    def stop(self, request, queryset):
        stopped = [reply.cancel() for reply in queryset.unfinished()]
        messages.success(request, f"{len(stopped)} asked to stop.")


@admin.register(Conversation)
class ConversationAdmin(Unwritten, GoesWithItsPerson, ModelAdmin):
    """That it exists, and how large it is. Its title is made of what was said, so it is not here either."""

    list_display = ["id", "owner", "model", "created_at", "active_at", "answering", "archived", "deleted_at"]
    list_filter = ["answering", "archived"]
    list_select_related = ["owner"]
    search_fields = ["=id", "owner__email"]
    ordering = ["-active_at"]
    fields = [*list_display, "temperature", "max_tokens", "pinned"]
