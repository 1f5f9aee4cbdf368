from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import known_devices, session_regions, sessions
from accounts.access import login_required
from accounts.audit import record
from realtime.access import signed_in


@login_required
@require_safe
def session_page(request):
    """Where the viewer is signed in."""
    return render(request, "usersessions/usersession_list.html", {"sessions": session_regions.session_list(request)})


@require_safe
@signed_in
def session_list(request):
    return session_regions.session_list(request).response()


@require_safe
@signed_in
def new_devices(request):
    return session_regions.new_devices(request).response()


@login_required
@require_POST
def session_end(request):
    """Sign out one other device, `session` by its number; this one signs out by its own button."""
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    pk = request.POST.get("session", "")
    with transaction.atomic():
        sessions.end(get_object_or_404(others, pk=pk if pk.isdecimal() else None))
        record(request, "session.revoked", target=f"person {request.user.pk}")
    return _done(request, "Signed out there.")


@login_required
@require_POST
def sessions_end_others(request):
    with transaction.atomic():
        count = sessions.end_others(request.user, keep=request.session.session_key)
        if count:
            record(request, "session.revoked", target=f"person {request.user.pk}")
    return _done(request, "Signed out everywhere else." if count else "You were signed in nowhere else.")


@login_required
@require_POST
def device_notice(request, pk):
    """The viewer knows this sign-in and those before it. The device itself cannot say so."""
    devices = request.user.known_devices.unnoticed(but=known_devices.token_of(request))
    latest = get_object_or_404(devices, pk=pk)
    with transaction.atomic():
        for device in devices.filter(at__lte=latest.at):
            device.take_note()
    return _done(request, "")


def _done(request, words):
    """htmx needs no more than the frames in the answer: what is shown follows the rows."""
    if request.htmx:
        return HttpResponse()
    if words:
        messages.success(request, words)
    return redirect("usersessions_list")
