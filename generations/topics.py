"""What can be watched of images, and by whom."""

from generations.cards import GALLERY, HIDDEN
from generations.models import Generation
from realtime import room, topic
from realtime.uuids import is_uuid


@topic(GALLERY)
def gallery(user):
    """What everybody makes and shows: for everybody who is signed in."""
    return user.is_active


@topic(HIDDEN)
def hidden(user):
    """What was taken out of the gallery, for those who can put it back."""
    return user.is_active and user.is_staff


@topic("user.{pk}.generations")
def own(user, pk):
    """What one has for oneself: private images, what did not come about, likes."""
    return user.is_active and str(user.pk) == pk


@topic("generation.{generation}")
def image(user, generation):
    """One image: only that it changed."""
    return user.is_active and is_uuid(generation) and Generation.objects.visible_to(user).filter(pk=generation)


@room("generations")
def generations(user):
    """Whoever sees the gallery sees who else looks at it."""
    return user.is_active
