"""What everybody used, for staff: a row per person, one person's calls, and both as files."""

from django.contrib.auth import get_user_model
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import archive
from accounts.access import login_required
from realtime.access import signed_in
from usage import calls
from usage.models import UsageLog
from usage.models.accounts import today
from usage.staff import files, filters, regions
from usage.staff.access import for_staff
from usage.staff.filters import Filters

MOST_KEPT = 100  # rows whose order a page keeps


@require_safe
@never_cache
@login_required
@for_staff
def logs(request):
    """A row per person."""
    chosen = Filters.of(request.GET)
    choices = {"kinds": filters.KINDS, "activities": filters.ACTIVITIES, "periods": filters.PERIODS, "sizes": filters.SIZES}
    parts = {"people": regions.people(chosen), "charts": regions.charts(chosen)}
    return render(request, "usage/logs.html", {"filters": chosen, **choices, **parts})


@require_safe
@signed_in
@for_staff
def logs_rows(request):
    """The rows and totals alone; `keep` names those that stay where they are."""
    kept = [int(pk) for pk in request.GET.get("keep", "").split(",") if pk.isascii() and pk.isdigit() and len(pk) < 10]
    return regions.people(Filters.of(request.GET), tuple(kept[:MOST_KEPT])).response()


@require_safe
@signed_in
@for_staff
def logs_charts(request):
    return regions.charts(Filters.of(request.GET)).response()


@require_safe
@never_cache
@login_required
@for_staff
def logs_person(request, pk):
    """One person's figures and calls."""
    person = get_object_or_404(get_user_model(), pk=pk)
    return render(request, "usage/logs_person.html", {"person": person, "calls": _calls(person, request)})


@require_safe
@signed_in
@for_staff
def logs_person_rows(request, pk):
    return _calls(get_object_or_404(get_user_model(), pk=pk), request).response()


@require_safe
@login_required
@for_staff
def logs_export(request):
    """Those whom the filters let through, with their figures of the period."""
    return _file(files.people(Filters.of(request.GET)), "usage-by-user")


@require_safe
@login_required
@for_staff
def logs_export_calls(request):
    """Every call of the period."""
    return _file(files.logs(_since(UsageLog.objects.visible_to(request.user), request)), "usage-logs")


@require_safe
@login_required
@for_staff
def logs_person_export(request, pk):
    """One person's calls of the period."""
    person = get_object_or_404(get_user_model(), pk=pk)
    return _file(files.logs(_since(calls.of(person), request)), f"usage-logs-{person.pk}")


def _since(logs, request):
    begin = Filters.of(request.GET).begin
    return logs.filter(ended_at__gte=begin) if begin else logs


def _file(lines, name):
    chunks = (line.encode() for line in lines)
    answer = StreamingHttpResponse(archive.streamed(chunks), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{today()}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _calls(person, request):
    try:
        return regions.person(person, request.GET.get("before", ""))
    except ValueError:
        raise Http404 from None
