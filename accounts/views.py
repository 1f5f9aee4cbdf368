import json

from allauth.account.views import PasswordResetView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_http_methods, require_safe

from accounts import regions
from accounts.access import login_required
from accounts.forms import ProfileForm
from accounts.models import User
from realtime import versions
from realtime.access import signed_in

PROFILE_FIELDS = ("display_name", "username", "time_zone")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """The viewer's own profile; htmx swaps the form alone."""
    topics = versions.of([request.user.profile_topic])
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if not form.is_bound:
        return profile_page(request, form, topics)
    if not form.is_valid():
        return profile_page(request, form, topics, status=422)
    form.save()
    return profile_saved(request)


def profile_page(request, form, topics, status=200):
    template = "accounts/_profile_form.html" if request.htmx else "accounts/profile.html"
    return render(request, template, {"form": form, "topics": json.dumps(topics)}, status=status)


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
    return JsonResponse({"topics": topics, "fields": {name: getattr(person, name) for name in PROFILE_FIELDS}})


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
@etag(lambda request: f'"viewer-{request.user.pk}"')
def viewer_css(request):
    """Fragments are the same for everybody; what is the viewer's own is told apart here."""
    return render(request, "accounts/viewer.css", {"viewer": request.user}, content_type="text/css")


class PasswordReset(PasswordResetView):
    """Without a mail server the page says so, and no form pretends otherwise."""

    def post(self, request, *args, **kwargs):
        if settings.EMAIL_URL:
            return super().post(request, *args, **kwargs)
        return self.get(request, *args, **kwargs)
