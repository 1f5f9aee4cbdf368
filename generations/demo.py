"""Images for a site that is tried out: a few pictures, and as many rows of them as one likes."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from generations.artwork import studio
from generations.artwork.understanding import understand
from generations.choices import BUILT_IN_MODEL
from generations.developing import developed
from generations.models import Generation, Like
from generations.models.files import SHARED
from generations.models.gallery import GALLERY, Reach
from generations.models.order import rank_of
from realtime import publish

DEMO = UUID("6c6f636b-7374-4570-8000-0000000000df")
SIDE = 512  # pixels
BATCH = 1_000
PROMPTS = [
    ("a quiet sea at dawn, amber and teal", "ada", "public"),
    ("mountain lake in winter, blue hour", "grace", "public"),
    ("aurora over a dark forest", "ada", "public"),
    ("city skyline at night in the rain", "grace", "public"),
    ("bauhaus poster in red and blue", "ada", "public"),
    ("emerald nebula", "eve", "public"),
    ("flower meadow in spring", "grace", "public"),
    ("a loom that weaves algebra, gold and indigo", "ada", "private"),
]
AHEAD = 3  # of these, the first ones of others' are liked by each


@transaction.atomic
def seed(count=0):
    """Make the demo people's images, and `count` more of all of them; those that are there stay. Returns how many were made."""
    people = {user.username: user for user in get_user_model().objects.filter(username__in=["ada", "grace", "eve"])}
    pictures = [_picture(number, prompt) for number, (prompt, *_) in enumerate(PROMPTS)]
    rows = [_row(number, people, pictures) for number in range(len(PROMPTS) + count)] if people else []
    known = set(Generation.objects.values_list("pk", flat=True))
    missing = [row for row in rows if row.pk not in known]
    Generation.objects.bulk_create(missing, batch_size=BATCH)
    _like(people, missing)
    for topic in [GALLERY, *(Generation.topic_of(user.pk) for user in people.values())]:
        publish(topic)
    return len(missing)


def _picture(number, prompt):
    """The fields of a row that shows this prompt; drawn where the storage does not have it yet."""
    scene = understand(prompt)
    names = {
        field: f"{SHARED}{number}-{field}.{suffix}"
        for field, suffix in [("original", "png"), ("large", "webp"), ("small", "webp")]
    }
    if not all(default_storage.exists(name) for name in names.values()):
        made = developed(studio.paint(scene, number, 0, (SIDE, SIDE), True))
        for field, name in names.items():
            default_storage.delete(name)
            default_storage.save(name, ContentFile(getattr(made, field)))
    with default_storage.open(names["small"]) as small:
        placeholder = developed(small.read()).placeholder
    return {**names, "placeholder": placeholder, "scene": list(scene.chips), "prompt": prompt}


def _row(number, people, pictures):
    """The first are each one of PROMPTS, the others repeat the public ones, five minutes apart."""
    at = number if number < len(PROMPTS) else number % (len(PROMPTS) - 1)
    _, name, visibility = PROMPTS[at]
    ago = timedelta(hours=number) if number < len(PROMPTS) else timedelta(minutes=600 + 5 * number)
    return Generation(
        pk=uuid5(DEMO, str(number)),
        owner=people.get(name) or next(iter(people.values())),
        batch=uuid5(DEMO, f"click {number}"),
        model=BUILT_IN_MODEL,
        seed=at,
        visibility=visibility,
        reach=Reach.OWNER if visibility == "private" else Reach.EVERYBODY,
        **dict.fromkeys(["width", "height", "real_width", "real_height"], SIDE),
        **_done(timezone.now() - ago),
        **pictures[at],
    )


def _done(at):
    """Made within two seconds."""
    times = dict.fromkeys(["created_at", "queued_at", "started_at"], at)
    return {**times, "ended_at": at + timedelta(seconds=2), "rank": rank_of(at), "state": Generation.State.DONE, "progress": 100}


def _like(people, rows):
    """Everybody likes some of what others made."""
    shown = [row for row in rows if row.reach == Reach.EVERYBODY][: 2 * AHEAD]
    likes = [Like(user=user, generation=row) for user in people.values() for row in shown if row.owner_id != user.pk]
    Like.objects.bulk_create(likes)
    for row in shown:
        Generation.objects.filter(pk=row.pk).update(likes_count=sum(like.generation_id == row.pk for like in likes))
