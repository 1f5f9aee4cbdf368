from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import login_required
from chat import answers, lists, regions
from chat.answers import Malformed, done
from chat.figures import figures as figures_of
from chat.models import Conversation, Place
from realtime.access import signed_in

ABOVE = 4  # messages above one that was found
MOST_DIGITS = 9  # of a position


@never_cache
@login_required
@require_safe
def index(request):
    """Where the person was last; else the list alone."""
    place = Place.objects.filter(user=request.user, conversation__deleted_at=None).first()
    if place:
        return redirect("chat:conversation", place.conversation_id)
    context = {"around": lists.state(request.user), "conversations": lists.conversations(request.user)}
    return render(request, "chat/index.html", context)


@never_cache
@login_required
@require_safe
def conversation(request, pk):
    row = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    around = {"around": lists.state(request.user, row.pk), "conversations": lists.conversations(request.user, row.pk)}
    return render(request, "chat/conversation.html", {**around, **regions.page_of(row, request.user, _start(request, row))})


def _start(request, conversation):
    """From where on the messages are shown: a little above the one at the position `at`, where the newest do not reach it."""
    at = request.GET.get("at", "")
    if not (at.isascii() and at.isdecimal() and len(at) <= MOST_DIGITS):
        return None
    start = max(0, int(at) - ABOVE)
    newest = conversation.thread().reverse().values_list("position", flat=True).first()
    return start if newest is not None and start <= newest - regions.PAGE else None


@never_cache
@login_required
@require_safe
def manage(request, pk):
    """What the menu of a conversation does, for whoever has no scripts."""
    row = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    return render(request, "chat/manage.html", {"conversation": row})


@login_required
@require_POST
def new(request):
    row = Conversation.objects.open_new(request.user)
    return done(request, row, conversation=str(row.pk), url=row.get_absolute_url())


@require_safe
@signed_in
@answers.in_words
def conversation_list(request):
    """The list; `q` to search, `archived` for what was put aside, `until` a sort key for more than its first page."""
    current = request.GET.get("current", "")
    if "q" in request.GET:
        return lists.found(request.user, request.GET["q"], current).response()
    if request.GET.get("archived"):
        return lists.archived(request.user, current).response()
    return _readable(lambda until: lists.conversations(request.user, current, until).response(), request, "until")


@require_safe
@signed_in
@answers.in_words
def conversations_older(request):
    """The page of the list that comes after the sort key `before`."""
    return _readable(lambda before: render(request, "chat/_more.html", lists.older(request.user, before)), request, "before")


@require_safe
@signed_in
def figures(request):
    """How much one has talked, for the profile."""
    return figures_of(request.user).response()


def _readable(view, request, name):
    """A sort key from the address, which may be anything."""
    try:
        return view(request.GET.get(name, ""))
    except (ValueError, OverflowError):
        raise Malformed(f"{name} is the sort key of a conversation.") from None


@require_safe
@signed_in
def recent(request):
    """The latest conversations, for the home page."""
    return lists.recent(request.user).response()
