"""A person's own data: what happened to their account, a copy of everything, and the end of it."""

from itertools import chain

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import archive, exports
from accounts.access import fresh_login_required, login_required
from accounts.activity import activity
from accounts.audit import record
from accounts.deletion import LastOperator, delete_account
from accounts.deletion_form import DeletionForm
from accounts.exporting import readme
from realtime.access import signed_in


@login_required
@require_safe
@never_cache
def profile_activity(request):
    return render(request, "accounts/activity.html", {"activity": activity(request.user)})


@require_safe
@signed_in
def activity_list(request):
    return activity(request.user).response()


@login_required
@require_safe
def profile_data(request):
    return render(request, "accounts/data.html")


@login_required
@require_POST
@fresh_login_required
def data_download(request):
    """Everything that the site keeps about the viewer, as a zip that is written while it is sent."""
    record(request, "data.exported")
    first = ("README.txt", readme(request.user, settings.SITE_URL, f"{now():%Y-%m-%d %H:%M} UTC", exports.names()))
    chunks = archive.zipped(chain([first], exports.parts(request.user)))
    name = f"lockstep-{now():%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        archive.streamed(chunks),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@login_required
@fresh_login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def profile_delete(request):
    """What goes, and the name to type before it does."""
    form = DeletionForm(request.POST if request.method == "POST" else None, person=request.user)
    if not form.is_valid():
        return render(request, "accounts/delete.html", {"form": form}, status=422 if form.is_bound else 200)
    return delete(request, form)


def delete(request, form):
    try:
        delete_account(request.user)
    except LastOperator as refusal:
        form.add_error(None, str(refusal))
        return render(request, "accounts/delete.html", {"form": form}, status=422)
    request.session.flush()
    request.user = AnonymousUser()
    return render(request, "accounts/deleted.html")
