from django import forms

from accounts import pictures, time_zones
from accounts.models import User


class LinesField(forms.CharField):
    """Some lines of text. Forms send line ends as two characters; stored and counted they are one."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class PictureForm(forms.Form):
    """A picture to show instead of initials; what comes out of it is drawn anew."""

    avatar = forms.FileField(
        label="Avatar",
        help_text="JPEG, PNG, WebP or GIF, at most 10 MB.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),  # Phones offer the camera for this, too.
        error_messages={"required": "Choose a picture first."},
    )

    def clean_avatar(self):
        try:
            return pictures.redrawn(self.cleaned_data["avatar"])
        except pictures.Unusable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ProfileForm(forms.ModelForm):
    """What a person is called. Each field carries the value that it began with, so only touched fields are saved."""

    bio = LinesField(label="Bio", max_length=500, required=False, help_text=User._meta.get_field("bio").help_text)
    time_zone = forms.ChoiceField(label="Time zone", choices=time_zones.choices, help_text="Dates and times are shown in it.")
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ["display_name", "username", "status", "bio", "time_zone"]
        labels = {"display_name": "Display name", "username": "Username", "status": "Status"}
        help_texts = {"username": "Letters, digits and @ . + - _"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].initial = self.instance.pk
        for field in self.visible_fields():
            field.field.show_hidden_initial = True
        for name in ("display_name", "status", "bio"):
            self.fields[name].widget.attrs["dir"] = "auto"

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
        """Save what the person touched here, and leave alone what was changed elsewhere meanwhile. Returns the fields' names."""
        changed = [name for name in self.changed_data if name in self.Meta.fields]
        self.instance.save(update_fields=changed)
        return changed
