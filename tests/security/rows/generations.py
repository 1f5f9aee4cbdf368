"""The gallery: what is public is everybody's, what is private its owner's alone, also when staff asks."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from generations.models import Generation
from tests.security.roles import LOGIN, MINE, NO, NOT_SO, YES, row

HERE = (LOGIN, 405, 405, 405)
JSON = (401, 200, 200, 200)
P, S = "generations/{private_image}/", "generations/{public_image}/"
DEED = (401, 404, 302, 404)
KEYLESS = (401, 404, 400, 404)
EVERYBODYS_KEYLESS = (401, 400, 400, 400)
ADDRESSES = {
    "generations/": row(get=MINE, post=HERE),
    "generations/list/": row(get=JSON),
    "generations/cards/": row(get=(401, 400, 400, 400)),
    "generations/state/": row(get=JSON),
    "generations/latest/": row(get=JSON),
    "generations/figures/": row(get=JSON),
    "generations/new/": row(get=NOT_SO, post=(401, 422, 422, 422)),
    P: row(get=(LOGIN, 404, 200, 404), post=HERE),
    f"{P}shown/": row(get=(401, 404, 200, 404)),
    f"{P}preview/": row(get=(401, 404, 404, 404)),
    f"{P}files/private.webp": row(get=(401, 404, 200, 404)),
    f"{P}cancel/": row(get=NOT_SO, post=DEED),
    f"{P}retry/": row(get=NOT_SO, post=(401, 400, 400, 400)),  # without a key nobody is told anything
    f"{P}reroll/": row(get=NOT_SO, post=KEYLESS),
    f"{P}vary/": row(get=NOT_SO, post=KEYLESS),
    f"{P}delete/": row(get=NOT_SO, post=DEED),
    f"{P}like/": row(get=NOT_SO, post=DEED),
    f"{P}visibility/": row(get=NOT_SO, post=DEED),
    f"{P}report/": row(get=NOT_SO, post=DEED),
    f"{P}hide/": row(get=NOT_SO, post=(401, 404, 404, 404)),
    S: row(get=MINE, post=HERE),
    f"{S}shown/": row(get=JSON),
    f"{S}files/public.webp": row(get=JSON),
    f"{S}cancel/": row(get=NOT_SO, post=DEED),
    f"{S}reroll/": row(get=NOT_SO, post=EVERYBODYS_KEYLESS),
    f"{S}vary/": row(get=NOT_SO, post=EVERYBODYS_KEYLESS),
    f"{S}delete/": row(get=NOT_SO, post=DEED),
    f"{S}like/": row(get=NOT_SO, post=(401, 302, 302, 302)),
    f"{S}visibility/": row(get=NOT_SO, post=DEED),
    f"{S}report/": row(get=NOT_SO, post=(401, 302, 302, 302)),
    f"{S}hide/": row(get=NOT_SO, post=(401, 404, 404, 302)),
    "live/rooms/generations/": row(get=JSON),
}
TOPICS = {
    "generations": (NO, YES, YES, YES),
    "generations.hidden": (NO, NO, NO, YES),
    "user.{pk}.generations": (NO, NO, YES, NO),
    "generation.{generation}": (NO, NO, YES, NO),
}
ROOMS = {"generations": (YES, YES, YES)}
ADMIN = {"generations.generation": "view", "generations.report": "view delete"}


def image(grace, visibility):
    """A finished one of Grace's, with one file."""
    wish = {"prompt": "fjord", "width": 512, "height": 512, "model": "m", "seed": 1}
    name = f"generations/{visibility}.webp"
    made = Generation.objects.filter(owner=grace, visibility=visibility).first()
    if made is None:
        made = Generation(owner=grace, batch=uuid4(), visibility=visibility, state="done", small=name, **wish)
        made.save()
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(b"a picture"))
    return made.pk


OBJECTS = {
    "private_image": lambda grace: image(grace, "private"),
    "public_image": lambda grace: image(grace, "public"),
    "generation": lambda grace: image(grace, "private"),
}
