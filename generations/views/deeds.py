"""What one does with an image that is there."""

from django.db import transaction
from django.http import Http404
from django.views.decorators.http import require_POST

from accounts.audit import record
from generations.models import Generation, Like, Report
from generations.views.making import owned, visible
from realtime.access import signed_in
from realtime.answers import Malformed, done, sent
from realtime.texts import storable

GALLERY = "generations:index"
LONGEST_REPORT = 500  # characters


@require_POST
@signed_in
@owned
def delete(request, row):
    row.remove()
    return done(request, GALLERY)


@require_POST
@signed_in
@visible
def like(request, row):
    """Like it (`liked`), or not; without a word the other way round."""
    is_liked = Like.objects.filter(user=request.user, generation=row).exists()
    liked = sent(request).get("liked", not is_liked)
    Like.put(request.user, row, liked not in (False, "", "0", "false"))
    return done(request, row)


@require_POST
@signed_in
@owned
def visibility(request, row):
    """Make it public or private (`visibility`); without a word the other of the two."""
    choices = Generation.Visibility
    other = choices.PUBLIC if row.visibility == choices.PRIVATE else choices.PRIVATE
    wanted = sent(request).get("visibility", other)
    if wanted not in choices.values:
        raise Malformed("visibility is public or private.")
    if row.is_unfinished:
        raise Malformed("Wait until it is done.")
    row.show_to(wanted)
    return done(request, row)


@require_POST
@signed_in
@visible
def report(request, row):
    """Tell the operators that it should not be there, with `words` or without. Once a person; of one's own there is nothing to tell."""
    words = storable(str(sent(request).get("words", ""))[:LONGEST_REPORT])
    if row.owner_id != request.user.pk:
        Report.objects.get_or_create(generation=row, reporter=request.user, defaults={"words": words})
    return done(request, row)


@require_POST
@signed_in
@visible
def hide(request, row):
    """Operators take it out of the gallery, or put it back (`hidden` false)."""
    if not request.user.is_staff:
        raise Http404
    hidden = sent(request).get("hidden", row.hidden_at is None) not in (False, "", "0", "false")
    with transaction.atomic():
        changed = row.hide(hidden)
        if changed:
            record(request, "image.hidden" if hidden else "image.shown", target=row, subject=row.owner_id)
    return done(request, GALLERY)
