"""Who gets a page at all."""

from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from realtime.access import SIGNED_OUT
from realtime.answers import wants_json

STALE = "Confirm that it is you first: this needs a fresh sign-in."


def login_required(view):
    """As Django's, but htmx and scripts get a 401: a login page swapped into a form would take the draft with it.

    Whoever has signed in comes back to the page of the form, not to the form's own address.
    """

    @wraps(view)
    def check(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponse(status=401)
        if wants_json(request):
            return JsonResponse(SIGNED_OUT, status=401)
        return redirect_to_login(page_of(request))

    return check


def fresh_login_required(view):
    """For a view inside `login_required` or `signed_in`: the person gave password or code in the last minutes.

    A script gets 403 `{"error": {"code": "reauthenticate", "message", "url"}}`, a page and htmx are sent to `url`. allauth's own
    decorator has no place here: it keeps what was posted, keys and all, in the session's row.
    """

    @wraps(view)
    def check(request, *args, **kwargs):
        if is_fresh(request):
            return view(request, *args, **kwargs)
        url = confirm_url(request)
        if request.htmx or request.content_type == "application/json":
            headers = {"HX-Redirect": url} if request.htmx else {}
            answer = {"error": {"code": "reauthenticate", "message": STALE, "url": url}}
            return JsonResponse(answer, status=403, headers=headers)
        return redirect(url)

    return check


def is_fresh(request):
    """Whether this session signed in or confirmed who it is within ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    return not is_reauthentication_required(request, app="")


def confirm_url(request):
    """Where to confirm who one is, and come back to the page that asked."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': page_of(request)})}"


def page_of(request):
    """The address to come back to: where a form is sent there may be no page, so then that of the page it stands on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    try:
        return urlsplit(request.headers.get("Referer", "")).path or "/"
    except ValueError:  # it may be anything
        return "/"
