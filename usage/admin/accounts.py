"""What people have, and giving them more."""

from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.audit import record
from usage import budgets, ledger
from usage.admin.reading import ask, in_dollars
from usage.fields import DollarsField
from usage.models import CreditAccount
from usage.money import shown

BUDGETS = ["budget_day", "budget_month"]


class AccountForm(forms.ModelForm):
    """The budgets of a person, in dollars."""

    budget_day = DollarsField(label="Daily budget", required=False, help_text="In USD. Empty: none.")
    budget_month = DollarsField(label="Monthly budget", required=False, help_text="In USD. Empty: none.")

    class Meta:
        model = CreditAccount
        fields = ["user", *BUDGETS]


class GrantForm(forms.Form):
    """How much and why. The token names this page: sent twice it gives once."""

    amount = DollarsField(least=None, help_text="In USD, for each of them. Below zero takes away.")
    note = forms.CharField(max_length=200, help_text="Why. The person reads it in the list of movements.")
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_amount(self):
        if self.cleaned_data["amount"] == 0:
            raise ValidationError("Nothing to give.")
        return self.cleaned_data["amount"]


@admin.register(CreditAccount)
class CreditAccountAdmin(admin.ModelAdmin):
    """The figures are made from the ledger and the logs; budgets can be set, and credits granted."""

    form = AccountForm
    list_display = [
        "user",
        "balance_usd",
        "held_usd",
        "charged_usd",
        "unpriced",
        "requests",
        "tokens",
        "images",
        "purchases",
        "last_at",
    ]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__username"]
    autocomplete_fields = ["user"]
    ordering = ["-last_at"]
    actions = ["grant"]
    show_full_result_count = False

    balance_usd = in_dollars("balance")
    held_usd = in_dollars("held")
    charged_usd = in_dollars("charged")

    def get_fields(self, request, obj=None):
        return [*self.list_display, *BUDGETS] if obj else ["user", *BUDGETS]

    def get_readonly_fields(self, request, obj=None):
        return self.list_display if obj else []

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if obj:
            form.base_fields.pop("user", None)  # Django keeps what a form declares, also where the page does not show it.
        return form

    def get_queryset(self, request):
        """Whoever went took their credits along; the books of those stand in the entries."""
        return super().get_queryset(request).exclude(user=None)

    def save_model(self, request, obj, form, change):
        """Only what was changed here: calls move the figures while the page is open."""
        if not change:
            return super().save_model(request, obj, form, change)
        changed = {name.removeprefix("budget_"): form.cleaned_data[name] for name in BUDGETS if name in form.changed_data}
        budgets.decide(obj.user_id, **changed)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="Grant credits", permissions=["change"])
    def grant(self, request, queryset):
        form = GrantForm(request.POST if "confirmed" in request.POST else None)
        accounts = queryset.select_related("user")
        if not form.is_valid():
            rows = [{"pk": account.pk, "label": account.user} for account in accounts]
            return ask(self, request, rows, "grant", form, "Credits that nobody pays for, for each of these people:")
        given = sum(_give(request, account, **form.cleaned_data) for account in accounts)
        words = "" if given == len(accounts) else " The others had it before."
        amount = form.cleaned_data["amount"]
        deed = "given to" if amount > 0 else "taken from"
        messages.success(request, f"{shown(abs(amount))} {deed} {given} of {len(accounts)}.{words}")


@transaction.atomic
def _give(request, account, amount, note, token):
    """Returns whether it was given now."""
    entry = ledger.grant(account.user_id, amount, f"grant.{token}.{account.pk}", note, by=request.user)
    if entry:
        record(request, "credits.granted", target=account.user, fields=["credits"])
    return entry is not None
