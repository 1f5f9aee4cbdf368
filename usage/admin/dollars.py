"""Amounts as operators write them."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from usage.money import CENT, USD, dollars


class DollarsField(forms.CharField):
    """Dollars on the page ("2.50"), whole nano-USD inside; None where it is empty. `least` in nano-USD; None: below zero, too."""

    def __init__(self, *, least=0, **options):
        super().__init__(empty_value=None, **options)
        self.least = least

    def prepare_value(self, value):
        return f"{Decimal(value) / USD:f}" if isinstance(value, int) else value

    def to_python(self, value):
        text = super().to_python(value)
        if text is None:
            return None
        try:
            nano = dollars(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if self.least is not None and nano < self.least:
            raise ValidationError("This is too little.")
        return nano


class PriceField(DollarsField):
    """Dollars on the page, whole cents inside."""

    def prepare_value(self, value):
        return super().prepare_value(value * CENT if isinstance(value, int) else value)

    def to_python(self, value):
        nano = super().to_python(value)
        if nano is not None and nano % CENT:
            raise ValidationError("A price has whole cents.")
        return nano and nano // CENT
