"""What models cost, and what people can buy."""

from django import forms
from django.contrib import admin, messages

from usage import free as missing
from usage.admin.reading import in_cents, in_dollars
from usage.fields import DollarsField, PriceField
from usage.models import Package, Price
from usage.money import CENT

LEAST = 50 * CENT
MOST_NAMED = 20  # models
FREE = "Without a price, so that nobody is charged for calls of them on the site's keys:"


class PriceForm(forms.ModelForm):
    """A price in dollars, as providers write theirs."""

    input = DollarsField(label="Tokens read", required=False, help_text="USD per million: 2.50")
    output = DollarsField(label="Tokens written", required=False, help_text="USD per million: 10")
    image = DollarsField(label="Image", required=False, help_text="USD for each: 0.04")

    class Meta:
        model = Price
        fields = ["provider", "model", "input", "output", "image", "starts_at"]

    def clean(self):
        """What is left empty costs nothing; a row that says nothing at all is a mistake."""
        cleaned = super().clean()
        amounts = [cleaned.get(name) for name in ("input", "output", "image")]
        if amounts == [None, None, None] and not self.errors:
            raise forms.ValidationError("Give at least one price. Write 0 where the model is free.")
        return cleaned | {name: cleaned.get(name) or 0 for name in ("input", "output", "image")}


@admin.register(Price)
class PriceAdmin(admin.ModelAdmin):
    """To change a price, add a row that starts later: what calls have cost stays explained."""

    form = PriceForm
    list_display = ["provider", "model", "input_usd", "output_usd", "image_usd", "starts_at"]
    list_filter = ["provider"]
    search_fields = ["model"]

    input_usd = in_dollars("input", "USD per million read")
    output_usd = in_dollars("output", "USD per million written")
    image_usd = in_dollars("image", "USD per image")

    def changelist_view(self, request, extra_context=None):
        """Whoever looks after prices hears which are missing."""
        free = missing.models()
        if free and request.method == "GET":
            rest = f" and {len(free) - MOST_NAMED} more" if len(free) > MOST_NAMED else ""
            messages.warning(request, f"{FREE} {', '.join(free[:MOST_NAMED])}{rest}. Add 0 where a model is free.")
        return super().changelist_view(request, extra_context)

    def get_fields(self, request, obj=None):
        return self.list_display if obj else self.form.Meta.fields

    def get_readonly_fields(self, request, obj=None):
        return self.list_display if obj else []

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class PackageForm(forms.ModelForm):
    """What it gives and costs, in dollars. Purchases that were begun keep what it was then."""

    credits = DollarsField(least=1, help_text="In USD: what the person can spend.")
    price_cents = PriceField(label="Price", least=LEAST, help_text="In USD: what the person pays. Stripe takes 0.50 at least.")

    class Meta:
        model = Package
        fields = ["name", "credits", "price_cents", "is_offered"]


@admin.register(Package)
class PackageAdmin(admin.ModelAdmin):
    """What can be bought. Take it off the list by not offering it."""

    form = PackageForm
    list_display = ["name", "credits_usd", "price_usd", "is_offered"]

    credits_usd = in_dollars("credits")
    price_usd = in_cents("price_cents")

    def has_delete_permission(self, request, obj=None):
        return False
