import json

from allauth.account.views import PasswordResetView
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_http_methods, require_safe

from accounts import pictures, profile_parts, regions
from accounts.access import login_required
from accounts.audit import record
from accounts.forms import PictureForm, ProfileForm
from accounts.models import User
from realtime import versions
from realtime.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """The viewer's own profile; htmx swaps the form alone."""
    topics = versions.of([request.user.profile_topic])
    if request.method != "POST":
        return profile_page(request, topics)
    form = ProfileForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return profile_page(request, topics, form, status=422)
    with transaction.atomic():
        if changed := form.save():
            record(request, "profile.changed", fields=changed)
    return profile_saved(request)


def profile_page(request, topics, form=None, picture_form=None, status=200):
    """The page, or for htmx its form alone. `topics`: the versions, read before the row."""
    form = form or ProfileForm(instance=User.objects.get(pk=request.user.pk))
    context = {"form": form, "topics": json.dumps(topics)}
    if request.htmx:
        return render(request, "accounts/_profile_form.html", context, status=status)
    context |= {"picture": regions.picture(request.user), "picture_form": picture_form or PictureForm()}
    context |= {"largest_picture": pictures.MOST_BYTES, "parts": profile_parts.parts(request.user)}
    return render(request, "accounts/profile.html", context, status=status)


def profile_saved(request):
    if not request.htmx:
        messages.success(request, "Profile saved.")
        return redirect("profile")
    topics = versions.of([request.user.profile_topic])
    form = ProfileForm(instance=User.objects.get(pk=request.user.pk))
    return render(request, "accounts/_profile_form.html", {"form": form, "topics": json.dumps(topics), "saved": True})


@require_safe
@signed_in
def profile_fields(request):
    """The profile's values for the store behind its form: versions first, then the row."""
    topics = versions.of([request.user.profile_topic])
    person = User.objects.get(pk=request.user.pk)
    return JsonResponse({"topics": topics, "fields": {name: getattr(person, name) for name in ProfileForm.Meta.fields}})


@require_safe
@signed_in
def profile_picture(request):
    return regions.picture(request.user).response()


@require_safe
@signed_in
def profile_badge(request):
    return regions.badge(request.user).response()


@login_required
@require_safe
def people(request):
    """Everybody, for colleagues; for others there is no such page."""
    colleague_or_404(request.user)
    return render(request, "accounts/people.html", {"people": regions.people()})


@require_safe
@signed_in
def people_list(request):
    colleague_or_404(request.user)
    return regions.people().response()


def colleague_or_404(user):
    if not user.is_internal:
        raise Http404


@require_safe
@cache_control(private=True, no_cache=True)
@etag(lambda request: f'"viewer-{request.user.pk}-{settings.BUILD}"')
def viewer_css(request):
    """Fragments are the same for everybody; what is the viewer's own is told apart here."""
    return render(request, "accounts/viewer.css", {"viewer": request.user}, content_type="text/css")


class PasswordReset(PasswordResetView):
    """Without a mail server the page says so, and no form pretends otherwise."""

    def post(self, request, *args, **kwargs):
        if settings.EMAIL_URL:
            return super().post(request, *args, **kwargs)
        return self.get(request, *args, **kwargs)
