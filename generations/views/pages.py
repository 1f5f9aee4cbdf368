import json
from uuid import uuid4

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import login_required
from generations import regions
from generations.choices import REASONS
from generations.figures import figures as figures_of
from generations.forms import PromptForm
from generations.gallery import WHOSE, View, place_of, prepared
from generations.models import PromptBar
from realtime import versions
from realtime.access import signed_in
from realtime.answers import Malformed, in_words


@never_cache
@login_required
@require_safe
@in_words
def index(request):
    return gallery_page(request)


def gallery_page(request, form=None, status=200):
    """The room: who is here, the prompt bar, the gallery."""
    state = regions.state(request.user)
    view = View.of(request.GET)
    form = form or PromptForm(request.user, initial={**PromptBar.of(request.user).values, "key": uuid4()})
    context = {"state": state, "count": regions.count_of(state["counts"]), "form": form, "view": view, "whose": WHOSE.items()}
    context |= {"day": request.GET.get("date", ""), "reasons": REASONS}
    return render(request, "generations/index.html", context | {"gallery": regions.gallery(request.user, view)}, status=status)


@require_safe
@signed_in
@in_words
def listing(request):
    """The cards alone, as `View.of` understands the address."""
    return regions.gallery(request.user, View.of(request.GET)).response()


@require_safe
@signed_in
@in_words
def cards(request):
    """The cards that come after (`after`) or before (`before`) a sort key, with the same filters."""
    view = View.filters_of(request.GET)
    after, before = place_of(request.GET.get("after")), place_of(request.GET.get("before"))
    if bool(after) == bool(before):
        raise Malformed("One of after and before is the sort key of an image.")
    shown = versions.of(regions.topics_of(request.user))  # before the rows: newer ones are harmless, older ones are not
    rows, has_more = view.older(request.user, after) if after else view.newer(request.user, before)
    more = (rows[-1] if after else rows[0]) if has_more else None
    return render(request, "generations/_cards.html", prepared(request.user, rows) | {"more": more, "topics": json.dumps(shown)})


@require_safe
@signed_in
def state(request):
    """Counts and likes, as JSON."""
    return JsonResponse(regions.state(request.user))


@require_safe
@signed_in
def latest(request):
    """The newest images, for the home page."""
    return regions.latest(request.user).response()


@require_safe
@signed_in
def figures(request):
    """How many images, for the profile."""
    return figures_of(request.user).response()


@never_cache
@login_required
@require_safe
def image(request, pk):
    """One image. What it shows is the region's, so whoever may not see it meets its 404."""
    shown = regions.image(request.user, pk, View.filters_of(request.GET))
    return render(request, "generations/image.html", {"image": shown.html(), "key": uuid4(), "reasons": REASONS})


@require_safe
@signed_in
def shown(request, pk):
    """The live part of the page of one image."""
    return regions.image(request.user, pk, View.filters_of(request.GET)).response()
