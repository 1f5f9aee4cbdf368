"""People for a site that is tried out. Never in production: everybody knows their password."""

from io import BytesIO

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageDraw

from accounts import pictures
from accounts.models import User
from realtime import publish

PASSWORD = "lockstep-demo"
OPERATOR = {"is_staff": True, "is_superuser": True}
ADA = {"display_name": "Ada Lovelace", "status": "Writing notes", "bio": "Engines weave algebraical patterns.", **OPERATOR}
GRACE = {"display_name": "Grace Hopper", "status": "Looking for a moth in relay 70"}
PEOPLE = [
    {"email": "ada@example.com", "kind": "internal", **ADA},
    {"email": "grace@example.com", "kind": "internal", **GRACE},
    {"email": "eve@example.com", "kind": "external", "display_name": "Eve"},
]
FIRST = ["Aino", "Bilal", "Chloé", "Dmitri", "Esi", "Fatima", "Goran", "Hana", "נועה", "ليلى", "美咲"]
LAST = ["Abara", "Brandt", "Çelik", "Duarte", "Eze", "Fischer", "García", "Haddad", "Ito", "Öberg"]


@transaction.atomic
def seed(more=0):
    """Make the demo people, and `more` others; who is there already is left alone. Returns how many were made."""
    made = [person for person in PEOPLE if not User.objects.filter(email=person["email"]).exists()]
    for person in made:
        user = User.objects.create_user(person["email"].partition("@")[0], password=PASSWORD, **person)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        if user.username == "ada":
            user.change_picture(pictures.redrawn(punched_card()))
    return len(made) + seed_others(more)


def punched_card():
    """A picture for somebody, always the same: holes in a card, as a loom or an engine would read them."""
    card = Image.new("RGB", (512, 512), "#f3e3bd")
    draw = ImageDraw.Draw(card)
    for place in range(64):
        left, top = place % 8 * 60 + 30, place // 8 * 60 + 30
        draw.ellipse((left, top, left + 34, top + 34), fill="#17566b" if place * place % 7 in (1, 2) else "#dcc590")
    content = BytesIO()
    card.save(content, "PNG")
    return ContentFile(content.getvalue())


def seed_others(count):
    """In bulk, which sends no signals: so the topic is published here."""
    numbers = range(1, count + 1)
    present = set(User.objects.filter(username__startswith="person-").values_list("username", flat=True))
    password = make_password(PASSWORD) if count else None
    new = [other(number, password) for number in numbers if f"person-{number}" not in present]
    if new:
        people = User.objects.bulk_create(new, batch_size=500)
        addresses = [EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in people]
        EmailAddress.objects.bulk_create(addresses, batch_size=500)
        publish("people")
    return len(new)


def other(number, password):
    kind = User.Kind.EXTERNAL if number % 4 == 0 else User.Kind.INTERNAL
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
    username = f"person-{number}"
    return User(username=username, email=f"{username}@example.com", display_name=name, kind=kind, password=password)
