"""Amounts as people write them."""

from django import forms
from django.core.exceptions import ValidationError

from usage.money import CENT, dollars, plain

LONGEST = 30  # characters of an amount


class DollarsField(forms.CharField):
    """Dollars on the page ("2.50"), whole nano-USD inside; None where it is empty. `least` in nano-USD; None: below zero, too.

    `wrong` and `too_little` are what to say instead of the usual words.
    """

    unit = "$"

    def __init__(self, *, least=0, wrong="", too_little="This is too little.", **options):
        super().__init__(empty_value=None, **options)
        self.least, self.wrong, self.too_little = least, wrong, too_little

    def prepare_value(self, value):
        return plain(value) if value is None or isinstance(value, int) else value

    def to_python(self, value):
        text = super().to_python(value)
        if text is None:
            return None
        try:
            nano = dollars(text[: LONGEST + 1])
        except ValueError as error:
            raise ValidationError(self.wrong or str(error)) from None
        if self.least is not None and nano < self.least:
            raise ValidationError(self.too_little)
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
