from django.contrib import admin

from accounts.read_only import ReadOnly
from usage.admin.reading import OfMany, in_dollars
from usage.models import UsageLog


@admin.register(UsageLog)
class UsageLogAdmin(ReadOnly, admin.ModelAdmin):
    """To read: what a call took is what it took."""

    list_display = [
        *("key", "user", "provider", "model", "kind", "tokens_in", "tokens_out", "images"),
        *("cost_usd", "charged_usd", "outcome", "ended_at"),
    ]
    fields = [*list_display, "code", "is_estimated", "is_own_key", "price", "started_at", "first_at", "request_id"]
    list_filter = ["kind", "provider", "outcome", "is_estimated", "is_own_key"]
    list_select_related = ["user"]
    search_fields = ["=key", "=request_id", "user__email", "model"]
    show_full_result_count = False
    paginator = OfMany
    date_hierarchy = "ended_at"

    cost_usd = in_dollars("cost")
    charged_usd = in_dollars("charged")
