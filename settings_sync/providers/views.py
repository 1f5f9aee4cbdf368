import json
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import confirm_url, fresh_login_required, is_fresh, login_required
from accounts.audit import record
from accounts.device import device_of
from realtime.access import signed_in
from settings_sync.models import Provider, ProviderKey
from settings_sync.providers.credentials import NoCredential
from settings_sync.providers.forms import KeyForm, ProvidersForm
from settings_sync.providers.panels import panels_of, region
from settings_sync.providers.trials import Busy, try_connection
from settings_sync.views import topics_of

BUSY = "Your last test still waits for its answer. Try again in a moment."


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """All providers; POST saves switches and models where no script runs."""
    topics = topics_of(request.user)
    form = ProvidersForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound:
        if form.is_valid() and form.save(device_of(request)):
            messages.success(request, "Saved.")
            return redirect("settings:providers")
        form.show_again()
    return page(request, form, topics, status=422 if form.is_bound else 200)


def page(request, form, topics, status=200, refused=None):
    """`refused` is {slug: KeyForm} of a key that was not taken."""
    shown = [(panel, form[panel.switch_key], form[panel.model_key]) for panel in panels_of(request.user)]
    context = {
        "form": form,
        "topics": json.dumps(topics),
        "preferences": form.as_json(),
        "panels": [(*each, region(request.user, each[0].provider), (refused or {}).get(each[0].provider.slug)) for each in shown],
        "confirm_url": "" if is_fresh(request) else confirm_url(request),
    }
    return render(request, "settings_sync/providers.html", context, status=status)


def of_provider(view):
    """For a view of one provider, given by its slug: 404 where it is not offered."""

    @wraps(view)
    def find(request, slug):
        return view(request, get_object_or_404(Provider.objects.offered(), slug=slug))

    return find


@require_GET
@signed_in
@of_provider
def provider(request, provider):
    return region(request.user, provider).response()


@sensitive_variables()
@sensitive_post_parameters()
@never_cache
@require_POST
@login_required
@fresh_login_required
@of_provider
def key_save(request, provider):
    """Take a key in. It is sealed at once, and nothing gives it back."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _key_refused(request, provider, form)
    with transaction.atomic():
        ProviderKey.objects.keep(provider, request.user, form.cleaned_data["key"])
        record(request, "key.saved", target=f"provider {provider.slug}", fields=["key"])
    return _key_done(request, provider, "Key saved.")


@never_cache
@require_POST
@login_required
@fresh_login_required
@of_provider
def key_remove(request, provider):
    with transaction.atomic():
        if ProviderKey.objects.drop(provider, request.user):
            record(request, "key.removed", target=f"provider {provider.slug}", fields=["key"])
    return _key_done(request, provider, "Key removed.")


@never_cache
@require_POST
@login_required
@of_provider
def test(request, provider):
    """Ask the provider with the key that is saved; what it said is in the region, here and in every other tab."""
    problem = ""
    try:
        try_connection(request.user, provider)
    except NoCredential as error:
        problem = str(error)
    except Busy:
        problem = BUSY
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect("settings:providers")
    return render(request, "settings_sync/_provider_problem.html", {"provider": provider, "problem": problem})


def _key_refused(request, provider, form):
    if not request.htmx:
        return page(request, ProvidersForm(request.user), topics_of(request.user), 422, {provider.slug: form})
    return _key_form(request, provider, status=422, form=form)


def _key_done(request, provider, words):
    if not request.htmx:
        messages.success(request, words)
        return redirect("settings:providers")
    return _key_form(request, provider, said=words)


def _key_form(request, provider, status=200, **context):
    return render(request, "settings_sync/_key_form.html", {"provider": provider, **context}, status=status)
