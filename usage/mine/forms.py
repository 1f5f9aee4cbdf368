from django import forms

from usage import budgets
from usage.money import dollars, plain

BUDGETS = ("budget_day", "budget_month")
LONGEST = 30  # characters of an amount
AMOUNT = "Write an amount in dollars, like 5 or 2.50, or leave it empty for no budget."


class DollarsField(forms.Field):
    """What a person types as dollars is nano-USD here; nothing is None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "None", "maxlength": LONGEST})
    unit = "$"

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        try:
            amount = dollars(text[: LONGEST + 1])
        except ValueError:
            raise forms.ValidationError(AMOUNT) from None
        if amount < 0:
            raise forms.ValidationError("A budget is not below zero. Write 0 to spend no credits at all.")
        return amount

    def prepare_value(self, value):
        return plain(value) if value is None or isinstance(value, int) else value


class BudgetForm(forms.Form):
    """What a person wants to spend at most. The hidden values that fields began with say which of them somebody touched."""

    budget_day = DollarsField(label="Daily budget", required=False, show_hidden_initial=True)
    budget_month = DollarsField(label="Monthly budget", required=False, show_hidden_initial=True)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, account):
        super().__init__(data, initial={name: getattr(account, name) for name in BUDGETS} | {"person": account.user_id})

    def clean_person(self):
        """Another person may have signed in in another tab since this page was made."""
        if self.cleaned_data["person"] not in (None, self.initial["person"]):
            raise forms.ValidationError("Somebody else is signed in here now. Sign in again as yourself to save this.")

    def save(self):
        """What nobody touched stays, whatever it is by now."""
        touched = [name for name in BUDGETS if name in self.changed_data]
        budgets.decide(self.initial["person"], **{name.removeprefix("budget_"): self.cleaned_data[name] for name in touched})
