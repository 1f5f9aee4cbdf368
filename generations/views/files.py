from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from generations import previews
from generations.models import Generation
from realtime.access import signed_in

TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",  # Under this name there will never be anything else.
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@require_safe
@signed_in
def preview(request, pk):
    """How far it is: the latest picture of one that is being made."""
    row = get_object_or_404(Generation.objects.visible_to(request.user), pk=pk)
    content = previews.of(row.pk)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/webp", headers=HEADERS | {"Cache-Control": "private, no-store"})


@require_safe
def file(request, pk, name):
    """A finished picture, for who may see it now; `download` gives it a name for the disk."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    row = get_object_or_404(Generation.objects.visible_to(request.user), pk=pk)
    found = row.file_named(name)
    if found is None:
        raise Http404
    suffix = name.rpartition(".")[2]
    headers = HEADERS | {"Content-Disposition": f'{_disposition(request)}; filename="{_title(row)}.{suffix}"'}
    try:
        with found.open() as content:
            return HttpResponse(content.read(), content_type=TYPES[suffix], headers=headers)
    except (FileNotFoundError, KeyError):
        raise Http404 from None


def _disposition(request):
    return "attachment" if "download" in request.GET else "inline"


def _title(row):
    return slugify(row.prompt)[:60].strip("-") or "image"
