"""The ledger and the holds, to read; and the two ways to put right what went wrong."""

from django.contrib import admin, messages
from django.db import transaction

from accounts.audit import record
from accounts.read_only import ReadOnly
from usage import ledger
from usage.admin.reading import OfMany, in_dollars
from usage.models import CreditEntry, Hold
from usage.settling import announce

Kind = CreditEntry.Kind
OF_PURCHASES = (Kind.PURCHASE, Kind.REFUND)


@admin.register(CreditEntry)
class CreditEntryAdmin(ReadOnly, admin.ModelAdmin):
    """Entries are never changed and never deleted: an opposite one takes an entry back."""

    list_display = ["at", "person", "kind", "amount_usd", "note", "by"]
    fields = [*list_display, "key", "reverses"]
    list_filter = ["kind"]
    list_select_related = ["account__user", "by"]
    search_fields = ["=key", "account__user__email", "note"]
    ordering = ["-at", "-pk"]
    actions = ["reverse"]
    show_full_result_count = False
    paginator = OfMany

    amount_usd = in_dollars("amount")

    @admin.display(ordering="account__user")
    def person(self, entry):
        return entry.account.user

    def has_reverse_permission(self, request):
        return request.user.has_perm("usage.add_creditentry")

    @admin.action(description="Take back by an opposite entry", permissions=["reverse"])
    def reverse(self, request, queryset):
        """What was bought goes back with its money: that is the refund of the purchase."""
        entries = queryset.exclude(kind__in=OF_PURCHASES).exclude(account__user=None)
        done, left = sum(_reverse(request, entry) for entry in entries), queryset.count()
        messages.success(request, f"{done} taken back.")
        if left > done:
            messages.warning(request, f"{left - done} left: taken back before, or of a purchase. Pay back the purchase instead.")


@admin.register(Hold)
class HoldAdmin(ReadOnly, admin.ModelAdmin):
    """What running calls may cost at most. What is left behind is released after some hours by itself."""

    list_display = ["key", "person", "amount_usd", "state", "taken_at", "expires_at"]
    fields = [*list_display, "price"]
    list_filter = ["state"]
    list_select_related = ["account__user"]
    search_fields = ["=key", "account__user__email"]
    ordering = ["-pk"]
    actions = ["release"]
    show_full_result_count = False
    paginator = OfMany

    amount_usd = in_dollars("amount")

    @admin.display(ordering="account__user")
    def person(self, hold):
        return hold.account.user

    def has_release_permission(self, request):
        return request.user.has_perm("usage.change_hold")

    @admin.action(description="Release: the call is charged all the same if it ends", permissions=["release"])
    def release(self, request, queryset):
        messages.success(request, f"{sum(_release(request, hold) for hold in queryset)} released.")


@transaction.atomic
def _reverse(request, entry):
    """Returns whether it was taken back now."""
    try:
        ledger.reverse(entry, f"reversal.{entry.pk}", f"Taken back: {entry.note}", by=request.user)
    except ledger.AlreadyReversed:
        return False
    record(request, "credits.reversed", target=entry.account.user, fields=["credits"])
    return True


@transaction.atomic
def _release(request, hold):
    """Returns whether it was held still."""
    if not hold.end(Hold.State.RELEASED):
        return False
    record(request, "hold.released", target=hold.account.user, fields=["credits"])
    announce(hold.account.user_id)
    return True
