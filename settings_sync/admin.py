from django import forms
from django.contrib import admin, messages

from accounts.read_only import GoesWithItsPerson
from settings_sync import preferences
from settings_sync.models import Preference
from settings_sync.providers import admin as providers  # noqa: F401 – registers its pages

DEVICE = "the admin pages"


class PreferenceForm(forms.ModelForm):
    """The value is shown and checked by the field that its key declares."""

    shown_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Preference
        fields = ["user", "key", "value"]
        widgets = {"key": forms.Select}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        declared = preferences.declared.get(self.instance.key)
        self.initial["shown_version"] = self.instance.version
        if declared:
            self.fields["value"] = declared.field_for(self.instance.user)
            self.fields["value"].label = declared.label
        if "key" in self.fields:
            self.fields["key"].widget.choices = [(each.key, each.label) for each in preferences.declared.values()]

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("shown_version") != self.instance.version:
            raise forms.ValidationError("This person changed it while the page was open. Load it again.")
        if "value" in cleaned:
            self._clean_value(cleaned)
        return cleaned

    def _clean_value(self, cleaned):
        try:
            cleaned["value"] = preferences.clean(cleaned.get("key", self.instance.key), cleaned["value"])
        except forms.ValidationError as error:
            self.add_error("value", error)


@admin.register(Preference)
class PreferenceAdmin(GoesWithItsPerson, admin.ModelAdmin):
    """An operator's change is a new version like any other, and is seen at once."""

    form = PreferenceForm
    list_display = ["user", "__str__", "value", "version", "device", "at"]
    list_filter = ["key"]
    search_fields = ["user__email", "user__username"]
    autocomplete_fields = ["user"]
    readonly_fields = ["version", "device", "at"]
    actions = ["reset"]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "user", "key"] if obj else self.readonly_fields

    def save_model(self, request, obj, form, change):
        obj.device = DEVICE
        super().save_model(request, obj, form, change)

    @admin.action(description="Reset to the default", permissions=["change"])
    def reset(self, request, queryset):
        changed = [row for row in queryset if row.value != preferences.default_of(row.key)]
        for row in changed:
            row.delete()
        if changed:
            messages.success(request, f"{len(changed)} reset to the default.")
        if left := len(queryset) - len(changed):
            messages.info(request, f"{left} left alone: {'it was' if left == 1 else 'they were'} the default.")

    def get_actions(self, request):
        """Reset says what happens; "delete" would promise more."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
