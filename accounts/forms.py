from django import forms

from accounts import time_zones
from accounts.models import User


class ProfileForm(forms.ModelForm):
    """What a person is called. Each field carries the value that it began with, so only touched fields are saved."""

    time_zone = forms.ChoiceField(label="Time zone", choices=time_zones.choices)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ["display_name", "username", "time_zone"]
        labels = {"display_name": "Display name", "username": "Username"}
        help_texts = {"username": "Letters, digits and @ . + - _"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].initial = self.instance.pk
        for field in self.visible_fields():
            field.field.show_hidden_initial = True

    def clean_person(self):
        """Another person may have signed in in another tab since this page was made."""
        person = self.cleaned_data["person"]
        if person not in (None, self.instance.pk):
            raise forms.ValidationError("Somebody else is signed in here now. Sign in again as yourself to save this.")
        return person

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("This username is taken.")
        return username

    def save(self):
        """Save what the person touched here, and leave alone what was changed elsewhere meanwhile."""
        self.instance.save(update_fields=[name for name in self.changed_data if name in self.Meta.fields])
