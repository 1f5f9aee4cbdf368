import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import login_required
from accounts.device import device_of
from realtime import frames
from realtime.access import signed_in
from settings_sync.forms import PreferencesForm
from settings_sync.models import Preference
from settings_sync.saves import LARGEST_BODY, Malformed, Save
from settings_sync.topics import version_for


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """The page of all preferences; POST saves it whole where no script runs."""
    topics = topics_of(request.user)
    form = PreferencesForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound:
        if form.is_valid() and form.save(device_of(request)):
            messages.success(request, "Saved.")
            return redirect("settings:index")
        form.show_again()
    context = {"form": form, "topics": json.dumps(topics), "preferences": form.as_json()}
    return render(request, "settings_sync/index.html", context, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def state(request):
    """Everything that the store of a page needs. Versions first: newer rows are harmless, older ones are not."""
    topics = topics_of(request.user)
    preferences = Preference.objects.of(request.user)
    shown = {key: preference.as_json() for key, preference in preferences.items()}
    return JsonResponse({"user": request.user.pk, "topics": topics, "preferences": shown})


@require_POST
@signed_in
def save(request):
    """Save what one page changed; every key gets its own result."""
    if len(request.body) > LARGEST_BODY:
        return refusal(413, "too_large", "This is too much for one save. At most 64 KB.")
    try:
        asked = Save.read(request.body)
    except Malformed as error:
        return refusal(400, "malformed", str(error))
    if asked.user_id != request.user.pk:
        return refusal(403, "other_user", "Somebody else is signed in here now. Log in again to save your changes.")
    results = Preference.objects.save_changes(request.user, asked.mutation_id, asked.changes, device_of(request))
    return JsonResponse({"results": results, "frames": frames.published(request)})


def topics_of(user):
    return {Preference.topic_of(user.pk): version_for(user)}


def refusal(status, code, message):
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
