from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import login_required
from accounts.device import device_of
from settings_sync import portable, saves
from settings_sync.forms import JSONField
from settings_sync.models import Preference


class FileForm(forms.Form):
    """A file of preferences; cleaned it is {key: value}, not checked yet."""

    hint = "JSON that was exported here, at most 64 KB. Nothing changes before you have seen what would."
    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".json,application/json"}), help_text=hint)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > portable.LARGEST_FILE:
            raise forms.ValidationError("This file is too large. At most 64 KB.")
        try:
            return portable.read(file.read())
        except portable.Unreadable as error:
            raise forms.ValidationError(str(error)) from None


class ApplyForm(forms.Form):
    """What the preview showed, sent back: one mutation."""

    mutation_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    changes = JSONField(widget=forms.HiddenInput)

    def clean_changes(self):
        try:
            return saves.changes_of(self.cleaned_data)
        except saves.Malformed as error:
            raise forms.ValidationError(str(error)) from None


@require_safe
@never_cache
@login_required
def export_file(request):
    """The preferences as a file to keep, or to take to another account."""
    name = f"lockstep-preferences-{localdate():%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(portable.written(request.user), headers=headers, json_dumps_params={"indent": 2, "ensure_ascii": False})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request):
    """Choose a file and see what it would change."""
    form = FileForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if not form.is_valid():
        return render(request, "settings_sync/import.html", {"form": form}, status=422 if form.is_bound else 200)
    return preview(request, form.cleaned_data["file"])


@require_POST
@never_cache
@login_required
def import_apply(request):
    """Save what the preview showed; what was changed meanwhile is shown again instead."""
    form = ApplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That preview was not complete. Choose the file again.")
        return redirect("settings:import")
    changes, mutation_id = form.cleaned_data["changes"], form.cleaned_data["mutation_id"]
    results = Preference.objects.save_changes(request.user, mutation_id, changes, device_of(request))
    left = {key: changes[key]["value"] for key, result in results.items() if result["status"] in ("conflict", "invalid")}
    if left:
        return preview(request, left, again=True, status=409)
    messages.success(request, f"{len(results)} {'setting' if len(results) == 1 else 'settings'} imported.")
    return redirect("settings:index")


def preview(request, values, again=False, status=200):
    plan = portable.plan(request.user, values)
    context = {"plan": plan, "form": ApplyForm(initial={"changes": plan.changes}), "again": again}
    return render(request, "settings_sync/import_preview.html", context, status=status)
