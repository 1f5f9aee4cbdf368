from django import forms


class DeletionForm(forms.Form):
    """The person's own username, so that no slip of the finger ends an account."""

    username = forms.CharField(label="Username", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["username"].help_text = f"Type {person.username} to confirm."

    def clean_username(self):
        if self.cleaned_data["username"].strip().casefold() != self.person.username.casefold():
            raise forms.ValidationError(f"This is not your username. Type {self.person.username} to delete your account.")
        return self.cleaned_data["username"]
