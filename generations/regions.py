"""The parts of pages that show images."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from generations import cards
from generations.gallery import View, neighbours, prepared
from generations.models import Generation, Report
from generations.models.gallery import Reach
from generations.models.order import key_of
from realtime import Region, versions
from settings_sync.models import Preference

LATEST = 6
MOST_LIKED = 5_000
PACE = 200, 1_000  # ms; see Region


def topics_of(user):
    """What the gallery of this person shows."""
    return [cards.GALLERY, Generation.topic_of(user.pk), *([cards.HIDDEN] if user.is_staff else [])]


def gallery(user, view):
    """The cards. What is filtered takes no patches: only the database knows what matches."""
    return Region(
        "gallery-region",
        template="generations/_gallery.html",
        topics=topics_of(user),
        src=_with(reverse("generations:list"), view.address),
        context=lambda: _shown(user, view),
        mode="fetch" if view.is_filtered else "",
    )


def latest(user):
    """The newest images, for the home page."""
    return Region(
        "latest-images",
        template="generations/_latest.html",
        topics=topics_of(user),
        src=reverse("generations:latest"),
        context=lambda: {"generations": View().shown(user)[0][:LATEST]},
        mode="fetch",
    )


def image(user, pk, view):
    """One image with all that is known of it, and its neighbours among what passes the filters."""
    return Region(
        "image",
        template="generations/_image.html",
        topics=[f"generation.{pk}", *topics_of(user)],  # those of the gallery for its neighbours, and its progress
        src=_with(reverse("generations:shown", args=[pk]), view.address),
        context=lambda: _image(user, pk, view),
        mode="fetch",
        pace=PACE,
    )


def state(user):
    """What the page of the gallery knows besides the cards, under versions that are read before it."""
    _, shown = versions.snapshot(topics_of(user))
    everybody = Generation.objects.filter(reach=Reach.EVERYBODY).count()
    hidden = Generation.objects.filter(reach=Reach.STAFF).count() if user.is_staff else None
    liked = (
        Generation.objects.visible_to(user).filter(likes__user=user).order_by("rank").values_list("pk", flat=True)[:MOST_LIKED]
    )
    return {
        "topics": shown,
        "counts": {"everybody": everybody, "hidden": hidden, **Generation.objects.counts_of(user.pk)},
        "liked": [str(pk) for pk in liked],
        "reports": {str(pk): count for pk, count in Report.objects.counts().items()} if user.is_staff else {},
        "tells": Preference.objects.of(user, ["notify_toast"])["notify_toast"].value,
    }


def count_of(counts):
    """How many images somebody sees, of the counts of `state`: hidden ones of their own are among all hidden ones."""
    hidden = counts["staff"] if counts["hidden"] is None else counts["hidden"]
    return counts["everybody"] + counts["own"] + hidden


def _shown(user, view):
    rows, has_more = view.shown(user)
    newest, held = view.newest(user), view.held(user)
    context = prepared(user, rows) | {"has_more": has_more, "has_newer": newest is not None, "view": view}
    seen = key_of(*view.seen) if view.seen else newest.sort_key if newest else ""
    return context | {
        "found": view.count(user) if view.is_filtered else None,
        "first": rows[0] if rows else None,
        "last": rows[-1] if rows else None,
        "held": prepared(user, held)["generations"] if held else [],
        "seen": seen,
    }


def _image(user, pk, view):
    row = get_object_or_404(Generation.objects.visible_to(user).select_related("owner", "parent"), pk=pk)
    newer, older = neighbours(user, row, view)
    parent = Generation.objects.visible_to(user).filter(pk=row.parent_id).first()
    context = prepared(user, [row])
    beside = {"newer": newer, "older": older, "filters": _with("", view.address)}
    return {"generation": row, "liked": context["liked"], "parent": parent, **beside}


def _with(address, query):
    return f"{address}?{query}" if query else address
