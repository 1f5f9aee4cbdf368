from django import forms

from settings_sync.forms import PreferencesForm

LONGEST_KEY = 1000


class ProvidersForm(PreferencesForm):
    """The switches and models of all providers. They stand among other forms, so each says that it is this one's."""

    html_id = "providers-form"

    def __init__(self, user, data=None):
        super().__init__(user, data)
        for key in self.declared:
            self.fields[key].widget.attrs["form"] = self.html_id

    def shows(self, declared):
        return declared.key.startswith("provider.")


class KeyForm(forms.Form):
    """A key on its way in. What is typed is never given back, not even with an error."""

    key = forms.CharField(
        max_length=LONGEST_KEY,
        label="Your key",
        error_messages={"required": "Enter a key.", "max_length": "This is too long for a key."},
        widget=forms.PasswordInput(
            render_value=False,
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "off",
                "data-1p-ignore": "",
                "data-lpignore": "true",
            },
        ),
    )

    def clean_key(self):
        """A key goes into a header: printable ASCII, without spaces."""
        key = self.cleaned_data["key"]
        if not key.isascii() or not key.isprintable() or " " in key:
            raise forms.ValidationError("A key has only letters, digits and signs, and no spaces.")
        return key
