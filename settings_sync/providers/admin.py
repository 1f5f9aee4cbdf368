from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import slugify
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.access import confirm_url, is_fresh
from accounts.audit import record
from settings_sync.models import Provider, ProviderKey
from settings_sync.providers import addresses, kinds
from settings_sync.providers.forms import KeyForm
from settings_sync.providers.panels import Panel

FROM_ENVIRONMENT = "from the environment"


class ModelsField(forms.CharField):
    """A list of ids, one on each line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return list(dict.fromkeys(filter(None, map(str.strip, (value or "").splitlines()))))

    def has_changed(self, initial, data):
        return self.to_python(data) != list(initial or [])


class ProviderForm(forms.ModelForm):
    """A provider, with a key that goes in and never comes out again."""

    kind = forms.ChoiceField(choices=kinds.choices)
    offered = ModelsField(label="Models", required=False, help_text="One id on each line. Empty: all that it lists.")
    shared_key = forms.CharField(
        required=False, widget=forms.PasswordInput(render_value=False, attrs=KeyForm.base_fields["key"].widget.attrs)
    )
    remove_shared_key = forms.BooleanField(required=False)
    confirm_url = ""  # set where the operator has not just confirmed who they are

    class Meta:
        model = Provider
        fields = ["name", "slug", "kind", "base_url", "offered", "enabled"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if self.confirm_url:
            words = format_html('<a href="{}">Confirm it is you</a> to change the key.', self.confirm_url)
            for name in {"shared_key", "remove_shared_key"} & set(self.fields):
                self.fields[name].disabled, self.fields[name].help_text = True, words

    def clean_slug(self):
        """Where the page's script made none, it is made of the name here."""
        name = self.cleaned_data.get("name", "")
        slug = self.cleaned_data["slug"] or slugify(name)[: self.fields["slug"].max_length].strip("-")
        if name and not slug:
            raise ValidationError("Enter a slug: the name has no letters or digits for one.")
        return slug

    def clean_base_url(self):
        return addresses.clean(self.cleaned_data["base_url"])

    def clean_offered(self):
        offered = self.cleaned_data["offered"]
        if any(len(model) > 200 or not model.isprintable() for model in offered):
            raise ValidationError("An id of a model has at most 200 characters, on one line.")
        return offered

    @sensitive_variables()
    def clean_shared_key(self):
        if not self.cleaned_data["shared_key"]:
            return ""
        form = KeyForm({"key": self.cleaned_data["shared_key"]})
        if not form.is_valid():
            raise ValidationError(form.errors["key"])
        return form.cleaned_data["key"]


@admin.register(Provider)
class ProviderAdmin(admin.ModelAdmin):
    """Where models come from. What the environment says is shown here and changed there."""

    form = ProviderForm
    list_display = ["name", "kind", "where", "key_state", "enabled"]
    prepopulated_fields = {"slug": ["name"]}

    def get_fields(self, request, obj=None):
        fields = [
            "name",
            "slug",
            "kind",
            "where" if obj and obj.is_from_environment else "base_url",
            "offered",
            "enabled",
            "key_state",
        ]
        return fields if obj and obj.environment_key else [*fields, "shared_key", *(["remove_shared_key"] if obj else [])]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["slug"] if obj else []
        return ["where", "key_state", *fixed, *(["kind"] if obj and obj.is_from_environment else [])]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.confirm_url = "" if is_fresh(request) else confirm_url(request)
        for name in set(form.base_fields) - set(self.get_fields(request, obj)):
            del form.base_fields[name]  # Django keeps what a form declares, also where the page does not show it.
        return form

    @method_decorator([sensitive_variables(), sensitive_post_parameters()])
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    @admin.display(description="base URL")
    def where(self, provider):
        return f"{provider.address} ({FROM_ENVIRONMENT})" if provider.is_from_environment else provider.address

    @admin.display(description="kept key")
    def key_state(self, provider):
        if provider.pk is None:
            return "None yet"
        if provider.environment_key:
            return f"Set ({FROM_ENVIRONMENT})"
        shared = provider.keys.filter(user=None).first()
        if shared is None:
            return "None"
        kind, words = Panel(provider, shared=shared).state
        return shared.shown if kind == "green" else words

    @sensitive_variables()
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        key = form.cleaned_data.get("shared_key")
        if key:
            ProviderKey.objects.keep(obj, None, key)
            record(request, "key.saved", target=f"provider {obj.slug}, shared", fields=["key"])
        elif form.cleaned_data.get("remove_shared_key") and ProviderKey.objects.drop(obj, None):
            record(request, "key.removed", target=f"provider {obj.slug}, shared", fields=["key"])
