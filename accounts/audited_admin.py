"""The admin, of whose every change the audit log has a line: also for models of other people's apps."""

import json

from django.contrib.admin import AdminSite, ModelAdmin

from accounts.audit import record


class AuditedSite(AdminSite):
    """Django's admin site; what is registered with it is audited."""

    def register(self, model_or_iterable, admin_class=None, **options):
        audited = type("Audited", (Audited, admin_class or ModelAdmin), {})
        super().register(model_or_iterable, audited, **options)


class Audited:
    """Mixed into every page of the admin. The names of fields come from the form's message; no value is in it."""

    def log_addition(self, request, obj, message):
        record(request, "admin.added", target=obj, fields=fields_of(message))
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        record(request, "admin.changed", target=obj, fields=fields_of(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        """Called before the deletion."""
        for row in queryset:
            record(request, "admin.deleted", target=row)
        return super().log_deletions(request, queryset)

    def response_action(self, request, queryset):
        """What an action does is its own; that it was asked for stands in the log before it begins."""
        name = request.POST.get("action", "")
        if name in self.get_actions(request) and name != "delete_selected":
            record(request, "admin.acted", target=self.model._meta.verbose_name_plural, fields=[name])
        return super().response_action(request, queryset)


def fields_of(message):
    """The labels of fields in what Django's admin says about a change, those of inline rows included."""
    changes = json.loads(message) if isinstance(message, str) and message.startswith("[") else message
    if not isinstance(changes, list):
        return []
    parts = [part for change in changes for part in change.values()]
    return sorted(
        {field for part in parts for field in part.get("fields", [])} | {part["name"] for part in parts if "name" in part}
    )
