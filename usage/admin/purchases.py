"""What was bought. Its state changes by what payment services tell, by a refund, and by being taken out of the books."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction

from accounts.audit import record
from accounts.read_only import ReadOnly
from usage.admin.reading import ask, in_cents, in_dollars
from usage.models import CreditPurchase, WebhookEvent
from usage.payments import STRIPE, purchasing, stripe_checkout

REFUND = "The money goes back, and the credits are taken from the person. What was spent of them leaves the balance below zero."
REMOVE = "They are no revenue any more, and the person does not see them. The credits stay: pay back first where they should not."


@admin.register(CreditPurchase)
class CreditPurchaseAdmin(ReadOnly, admin.ModelAdmin):
    """To read, to pay back, and to take out of the books."""

    list_display = [
        *("created_at", "user", "package", "state", "price", "refunded", "credits_usd", "provider"),
        *("completed_at", "deleted_at"),
    ]
    fields = ["id", *list_display, "ended_at", "attempt", "ref", "payment"]
    list_filter = ["state", "provider", ("deleted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "package"]
    search_fields = ["=id", "user__email", "=ref", "=payment"]
    ordering = ["-created_at"]
    date_hierarchy = "created_at"
    actions = ["refund", "remove", "restore"]

    price = in_cents("price_cents")
    refunded = in_cents("refunded_cents")
    credits_usd = in_dollars("credits")

    def has_refund_permission(self, request):
        return request.user.has_perm("usage.change_creditpurchase")

    @admin.action(description="Pay back", permissions=["refund"])
    def refund(self, request, queryset):
        paid = queryset.filter(state=CreditPurchase.State.COMPLETED)
        if not paid:
            return messages.info(request, "Nothing is left to pay back.")
        if "confirmed" not in request.POST:
            return ask(self, request, _labelled(paid), "refund", forms.Form(), REFUND)
        for purchase in paid:
            _pay_back(request, purchase)

    @admin.action(description="Take out of the books", permissions=["refund"])
    def remove(self, request, queryset):
        counted = queryset.filter(deleted_at=None)
        if not counted:
            return messages.info(request, "Nothing is left to take out of the books.")
        if "confirmed" not in request.POST:
            return ask(self, request, _labelled(counted), "remove", forms.Form(), REMOVE)
        _mark(request, counted, purchasing.remove, "purchase.removed")

    @admin.action(description="Put back into the books", permissions=["refund"])
    def restore(self, request, queryset):
        _mark(request, queryset, purchasing.restore, "purchase.restored")


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnly, admin.ModelAdmin):
    """Messages of payment services that were taken in; each counted once."""

    list_display = ["at", "provider", "kind", "event"]
    fields = list_display
    list_filter = ["kind"]
    search_fields = ["=event"]
    ordering = ["-pk"]


def _labelled(purchases):
    return [{"pk": row.pk, "label": f"{row.user}: {row.name}, {row.price_cents / 100:,.2f} USD"} for row in purchases]


def _pay_back(request, purchase):
    """The service first: it may refuse. Its own message of the refund changes nothing any more when it comes."""
    try:
        cents = stripe_checkout.pay_back(purchase) if purchase.provider == STRIPE else purchase.price_cents
    except stripe_checkout.Unavailable as problem:
        return messages.error(request, f"{purchase.user}: {problem}")
    with transaction.atomic():
        record(request, "purchase.refunded", target=purchase, fields=["state"])
        is_done = purchasing.refund(purchase.pk, cents)
    words = "paid back." if is_done else "is being paid back; the credits go when it is done."
    messages.success(request, f"{purchase.user}: {words}")


@transaction.atomic
def _mark(request, purchases, verb, action):
    changed = [purchase for purchase in purchases if verb(purchase.pk)]
    for purchase in changed:
        record(request, action, target=purchase, fields=["deleted_at"])
    messages.success(request, f"{len(changed)} changed.")
