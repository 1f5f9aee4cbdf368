from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import login_required
from accounts.audit import record
from accounts.forms import PictureForm
from accounts.models import User
from accounts.views import profile_page
from realtime import frames, versions
from realtime.answers import wants_json

HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",  # Under this name there will never be anything else.
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@login_required
@require_POST
def avatar_change(request):
    """Show another picture of the viewer from now on. Scripts send the square that was chosen, plain forms a whole file."""
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return avatar_refused(request, form)
    return avatar_changed(request, form.cleaned_data["avatar"], "Picture saved.")


@login_required
@require_POST
def avatar_remove(request):
    """Show the viewer's initials again."""
    return avatar_changed(request, None, "Picture removed.")


def avatar_changed(request, picture, words):
    with transaction.atomic():
        User.objects.get(pk=request.user.pk).change_picture(picture)
        record(request, "profile.changed", fields=["avatar"])
    if wants_json(request):
        return JsonResponse({"message": words, "frames": frames.published(request)})
    messages.success(request, words)
    return redirect("profile")


def avatar_refused(request, form):
    words = " ".join(form.errors["avatar"])
    if wants_json(request):
        return JsonResponse({"error": {"code": "unusable", "message": words, "fields": {"avatar": words}}}, status=422)
    return profile_page(request, versions.of([request.user.profile_topic]), picture_form=form, status=422)


@require_safe
def avatar(request, pk, name):
    """A picture, for whoever is signed in and was shown its random name."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    person = get_object_or_404(User, pk=pk, avatar=f"avatars/{name}.webp")
    try:
        with person.avatar.open() as file:
            return HttpResponse(file.read(), content_type="image/webp", headers=HEADERS)
    except FileNotFoundError:
        raise Http404 from None
