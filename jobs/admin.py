from django.contrib import admin

from jobs.models import Worker


@admin.register(Worker)
class WorkerAdmin(admin.ModelAdmin):
    """Who is there to do the work. A row that was not seen for ten seconds is of one that died."""

    list_display = ["name", "room", "running", "started_at", "seen_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
