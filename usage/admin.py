from django.contrib import admin

from usage.models import UsageLog


@admin.register(UsageLog)
class UsageLogAdmin(admin.ModelAdmin):
    """To read: what a call took is what it took."""

    list_display = [
        "key",
        "user",
        "provider",
        "model",
        "kind",
        "tokens_in",
        "tokens_out",
        "cost",
        "charged",
        "outcome",
        "ended_at",
    ]
    list_filter = ["kind", "provider", "outcome", "is_estimated", "is_own_key"]
    list_select_related = ["user"]
    search_fields = ["=key", "=request_id", "user__email", "model"]
    date_hierarchy = "ended_at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
