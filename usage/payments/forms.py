from django import forms

from usage.models import Package


class BuyForm(forms.Form):
    """Which package, and which rendering of the page asks: pressed twice it buys once."""

    package = forms.ModelChoiceField(Package.objects.filter(is_offered=True))
    attempt = forms.UUIDField()
