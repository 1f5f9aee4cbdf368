"""What operators see of images: that they are there and what becomes of them, never a prompt; and what was reported."""

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.utils.html import format_html

from accounts.read_only import Unwritten
from generations.models import Generation, Report


@admin.register(Generation)
class GenerationAdmin(Unwritten, ModelAdmin):
    """The queue, and who has how much. Public images are in the gallery; private ones are nobody else's."""

    list_display = [
        "id",
        "state",
        "owner",
        "model",
        "visibility",
        "hidden_at",
        "code",
        "queued_at",
        "started_at",
        "ended_at",
        "worker",
    ]
    list_filter = ["state", "visibility", "code"]
    list_select_related = ["owner"]
    search_fields = ["=id", "model", "worker", "owner__email"]
    ordering = ["-queued_at"]
    fields = [*list_display, "error", "width", "height", "likes_count", "fence", "lease_until", "cancel_asked"]
    actions = ["stop"]

    def has_delete_permission(self, request, obj=None):
        """Rows go only with their person: the pages of people ask here too, their own offer no button."""
        match = request.resolver_match
        own_page = not match or match.url_name.startswith("generations_")
        return not own_page and super().has_delete_permission(request, obj)

    @admin.action(description="Cancel", permissions=["view"])
    def stop(self, request, queryset):
        stopped = [row.cancel() for row in queryset.unfinished()]
        messages.success(request, f"{len(stopped)} asked to stop.")


@admin.register(Report)
class ReportAdmin(Unwritten, ModelAdmin):
    """What people say should not be in the gallery. Look at it there, hide it or not, and delete the report."""

    list_display = ["id", "at", "reporter", "words", "image", "is_hidden"]
    list_select_related = ["generation", "reporter"]
    fields = list_display

    @admin.display(description="image")
    def image(self, report):
        """Not where its owner has made it private since."""
        row = report.generation
        return "private by now" if row.reach == "own" else format_html('<a href="{}">Look at it</a>', row.get_absolute_url())

    @admin.display(description="hidden", boolean=True)
    def is_hidden(self, report):
        return report.generation.hidden_at is not None
