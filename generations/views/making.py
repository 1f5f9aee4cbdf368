"""Asking for images, another one like this, once more, no more of it."""

from functools import wraps
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from generations.forms import PromptForm
from generations.models import Generation, PromptBar
from generations.models.asking import TooMany
from generations.views.pages import gallery_page
from realtime.access import signed_in
from realtime.answers import Malformed, done, in_words, is_script, refused, sent


def visible(view):
    """Give the view the image of this address, if the viewer may see it; and refuse in words what cannot be."""

    @wraps(view)
    @in_words
    def check(request, pk, *args, **kwargs):
        row = get_object_or_404(Generation.objects.visible_to(request.user).select_related("owner"), pk=pk)
        return _unless_too_many(view, request, row, *args, **kwargs)

    return check


def owned(view):
    """The same, if it is the viewer's."""

    @wraps(view)
    @in_words
    def check(request, pk, *args, **kwargs):
        row = get_object_or_404(Generation.objects.owned_by(request.user).select_related("owner"), pk=pk)
        return _unless_too_many(view, request, row, *args, **kwargs)

    return check


def _unless_too_many(view, request, *args, **kwargs):
    try:
        return view(request, *args, **kwargs)
    except TooMany as full:
        return refused(str(full), "full", 429)


@require_POST
@signed_in
@in_words
def create(request):
    """Make what the prompt bar says. The same `key` again makes nothing more."""
    form = PromptForm(request.user, sent(request))
    if form.is_valid():
        try:
            rows = Generation.ask(request.user, form.cleaned_data["key"], **form.wish)
        except TooMany as full:
            form.add_error(None, str(full))
        else:
            PromptBar.remember(request.user, form.bar)
            return done(request, "generations:index", 201, images=[str(row.pk) for row in rows])
    if not is_script(request):
        return gallery_page(request, form, status=422)
    return refused(form.words, "invalid", 422, fields={name: " ".join(words) for name, words in form.errors.items()})


@require_POST
@signed_in
@visible
def reroll(request, row):
    again = row.reroll(request.user, _key(request), _visibility(request.user, row))
    return done(request, "generations:index", 201, images=[str(again.pk)])


@require_POST
@signed_in
@visible
def vary(request, row):
    again = row.vary(request.user, _key(request), _visibility(request.user, row))
    return done(request, "generations:index", 201, images=[str(again.pk)])


@require_POST
@signed_in
@in_words
def retry(request, pk):
    """Once more, in the place of one that did not come about. The same `key` again is answered as before."""
    key, mine = _key(request), Generation.objects.owned_by(request.user)
    again = mine.filter(batch=key).first()
    if again is None:
        row = get_object_or_404(mine.select_related("owner"), pk=pk)
        if not row.has_broken:
            raise Malformed("This one needs no other try.")
        again = _unless_too_many(lambda request: row.retry(key), request)
    if again is None:  # another tab was quicker
        raise Http404
    return again if not isinstance(again, Generation) else done(request, "generations:index", 201, images=[str(again.pk)])


@require_POST
@signed_in
@owned
def cancel(request, row):
    row.cancel()
    return done(request, "generations:index")


def _key(request):
    try:
        return UUID(str(sent(request).get("key")))
    except ValueError:
        raise Malformed("key is a UUID.") from None


def _visibility(user, row):
    """One's own stays as it is; what is made of another's is as one last made something."""
    return row.visibility if row.owner_id == user.pk else PromptBar.of(user).visibility
