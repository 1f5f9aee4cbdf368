from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import login_required
from chat import regions
from chat.answers import done
from chat.models import Conversation, Place
from realtime.access import signed_in


@never_cache
@login_required
@require_safe
def index(request):
    """Where the person was last; else the list alone."""
    place = Place.objects.filter(user=request.user, conversation__deleted_at=None).first()
    if place:
        return redirect("chat:conversation", place.conversation_id)
    return render(request, "chat/index.html", {"conversations": regions.conversations(request.user)})


@never_cache
@login_required
@require_safe
def conversation(request, pk):
    row = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    context = {**regions.page_of(row, request.user), "conversations": regions.conversations(request.user)}
    return render(request, "chat/conversation.html", context)


@login_required
@require_POST
def new(request):
    row = Conversation.objects.open_new(request.user)
    return done(request, row, conversation=str(row.pk), url=row.get_absolute_url())


@require_safe
@signed_in
def conversation_list(request):
    return regions.conversations(request.user).response()
