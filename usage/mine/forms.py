from django import forms

from usage import budgets
from usage.fields import LONGEST, DollarsField

BUDGETS = ("budget_day", "budget_month")
AMOUNT = "Write an amount in dollars, like 5 or 2.50, or leave it empty for no budget."
TOO_LITTLE = "A budget is not below zero. Write 0 to spend no credits at all."


def _budget(label):
    """An amount, or nothing for no budget."""
    typed = forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "None", "maxlength": LONGEST})
    return DollarsField(label=label, required=False, show_hidden_initial=True, widget=typed, wrong=AMOUNT, too_little=TOO_LITTLE)


class BudgetForm(forms.Form):
    """What a person wants to spend at most. The hidden values that fields began with say which of them somebody touched."""

    budget_day = _budget("Daily budget")
    budget_month = _budget("Monthly budget")
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
