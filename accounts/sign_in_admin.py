"""What operators see of how people sign in: no secret, no key of a session, and the one thing to do, which is to end it."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db import transaction

from accounts import sessions
from accounts.device import in_words
from accounts.read_only import Unwritten

admin.site.unregister([Authenticator, UserSession])  # allauth's own pages show and take everything


class ToEnd(Unwritten, admin.ModelAdmin):
    """Rows that are made elsewhere, to look at and to delete."""

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for row in queryset:
            self.delete_model(request, row)


@admin.register(Authenticator)
class AuthenticatorAdmin(ToEnd):
    """For whoever lost phone and recovery codes: delete either row, and a password is enough again."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    search_fields = ["user__email", "user__username"]
    fields = ["user", "type", "created_at", "last_used_at"]

    @transaction.atomic
    def delete_model(self, request, obj):
        """The recovery codes go with the app, and the sessions that were begun with either."""
        Authenticator.objects.filter(user=obj.user).delete()
        sessions.end_others(obj.user, keep=None)


@admin.register(UserSession)
class UserSessionAdmin(ToEnd):
    """Deleting one signs out there, at once."""

    list_display = ["user", "device", "ip", "created_at", "last_seen_at"]
    search_fields = ["user__email", "user__username", "ip"]
    fields = ["user", "device", "ip", "created_at", "last_seen_at"]
    readonly_fields = ["device"]

    @admin.display
    def device(self, session):
        return in_words(session.user_agent)

    def delete_model(self, request, obj):
        sessions.end(obj)
