"""Conversations, what is said in them, and where somebody is."""

from uuid import uuid4

from chat.models import Conversation, Message
from tests.security.roles import LOGIN, MINE, NO, NOT_SO, YES, row

HERE = (LOGIN, 405, 405, 405)
PART = (401, 404, 200, 404)
DEED = (401, 404, 302, 404)
SAID = (401, 404, 400, 404)
C, M = "chat/{conversation}/", "chat/{conversation}/messages/{message}/"
ADDRESSES = {
    "chat/": row(get=MINE, post=HERE),
    "chat/new/": row(get=HERE, post=(LOGIN, 302, 302, 302)),
    "chat/list/": row(get=(401, 200, 200, 200)),
    "chat/list/older/": row(get=(401, 400, 400, 400)),
    "chat/clear/": row(get=NOT_SO, post=(401, 302, 302, 302)),
    "chat/restore/": row(get=NOT_SO, post=(401, 400, 400, 400)),
    "chat/figures/": row(get=(401, 200, 200, 200)),
    "chat/recent/": row(get=(401, 200, 200, 200)),
    "chat/export/": row(get=MINE),
    "chat/import/": row(get=NOT_SO, post=(401, 400, 400, 400)),
    "chat/place/": row(get=(401, 200, 200, 200), post=(401, 404, 404, 404)),
    C: row(get=(LOGIN, 404, 200, 404), post=HERE),
    f"{C}state/": row(get=PART),
    f"{C}manage/": row(get=(LOGIN, 404, 200, 404), post=HERE),
    f"{C}change/": row(get=NOT_SO, post=DEED),
    f"{C}delete/": row(get=NOT_SO, post=DEED),
    f"{C}restore/": row(get=NOT_SO, post=DEED),
    f"{C}read/": row(get=NOT_SO, post=DEED),
    f"{C}export/": row(get=(LOGIN, 404, 200, 404)),
    f"{C}draft/": row(get=PART, post=DEED),
    f"{C}messages/": row(get=PART),
    f"{C}messages/new/": row(get=NOT_SO, post=SAID),
    f"{C}messages/older/": row(get=PART),
    M: row(get=PART),
    f"{M}source/": row(get=PART),
    f"{M}revise/": row(get=NOT_SO, post=SAID),
    f"{M}regenerate/": row(get=NOT_SO, post=SAID),
    f"{M}continue/": row(get=NOT_SO, post=SAID),
    f"{M}stop/": row(get=NOT_SO, post=SAID),
    f"{M}show/": row(get=NOT_SO, post=DEED),
    f"{M}delete/": row(get=NOT_SO, post=DEED),
}
TOPICS = {"user.{pk}.conversations": (NO, NO, YES, NO), "conversation.{conversation}": (NO, NO, YES, NO)}


def message(grace):
    """What Grace said somewhere, when `conversation` has made that."""
    where = Conversation.objects.visible_to(grace).first() or Conversation.objects.open_new(grace)
    return Message.objects.create(conversation=where, role="user", text="Hello", position=0, key=uuid4()).pk


OBJECTS = {"conversation": lambda grace: Conversation.objects.open_new(grace).pk, "message": message}
