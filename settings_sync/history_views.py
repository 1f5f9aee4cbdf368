from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import login_required
from accounts.device import device_of
from realtime.access import signed_in
from settings_sync import history
from settings_sync.models import PreferenceChange


@require_safe
@never_cache
@login_required
def history_page(request):
    """What was set and what was refused, with a way back."""
    return render(request, "settings_sync/history.html", {"history": history.region(request.user, asked_before(request))})


@require_safe
@signed_in
def history_list(request):
    return history.region(request.user, asked_before(request)).response()


@require_POST
@login_required
def history_restore(request, pk):
    """Undo a change, or use what was refused. Where the setting was changed since, ask first."""
    change = get_object_or_404(PreferenceChange.objects.recent(request.user), pk=pk)
    result = history.restore(change, number_in(request.POST, "base") or change.version, device_of(request))
    line = history.Line(change, result["value"])
    if result["status"] == "conflict":
        return render(request, "settings_sync/changed_since.html", {"line": line, "result": result}, status=409)
    tell(request, line, result)
    return redirect("settings:history")


def tell(request, line, result):
    """Say what became of it, as a toast of the next page."""
    value = "as it was" if line.is_long else line.offer
    if result["status"] == "invalid":
        messages.error(request, f"Couldn't set {line.label}: {result['message']}")
    elif result["status"] == "accepted":
        messages.info(request, f"{line.label} is {value} already.")
    else:
        messages.success(request, f"{line.label} is now {'what was refused' if line.is_long and line.is_refused else value}.")


def asked_before(request):
    return number_in(request.GET, "before")


def number_in(data, name):
    """A number of the address or form that fits a row's; None for anything else."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
