"""Bringing conversations in from a file that an export made. Everything in it may be anything."""

import json
from datetime import UTC
from uuid import UUID, uuid5
from zipfile import BadZipFile, ZipFile

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from chat import markdown, parameters
from chat.answers import Malformed
from chat.exporting import VERSION
from chat.models import Conversation, Draft, Message
from chat.models.conversations import LONGEST_TITLE
from chat.models.messages import LONGEST
from chat.models.showing import framed
from realtime import publish
from realtime.texts import storable

LARGEST = 50 * 1024 * 1024  # bytes of one archive, unpacked
MOST_CONVERSATIONS = 20_000
MOST_MESSAGES = 20_000  # of one conversation
COUNTED = {"tokens_in": 10**9, "tokens_out": 10**9, "cost": 10**15}  # the most that is believed; nano-USD
OURS = UUID("6c6f636b-7374-4570-8000-000000000004")
NO_EXPORT = "This is not an export of conversations. Choose the .zip or .json file that an export made."


def bring_in(user, file):
    """Add the conversations of a file to this person's. Returns (how many came, how many were here already). Raises Malformed."""
    came = here = 0
    for data in _conversations(file):
        if _bring(user, data):
            came += 1
        else:
            here += 1
    publish(Conversation.list_topic_of(user.pk))
    return came, here


def _conversations(file):
    """The JSON of each. Read one at a time; sizes are counted as they come, for a zip may say anything of itself."""
    if file.read(2) != b"PK":
        file.seek(0)
        return [_parsed(file.read(LARGEST))]
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            return list(_unpacked(archive))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Malformed(NO_EXPORT) from None


def _unpacked(archive):
    names = [name for name in archive.namelist() if name.endswith(".json") and _id(name.rpartition("/")[2][:-5])]
    if not names or len(names) > MOST_CONVERSATIONS:
        raise Malformed(NO_EXPORT if not names else f"At most {MOST_CONVERSATIONS:,} conversations at once.")
    left = LARGEST
    for name in names:
        with archive.open(name) as entry:
            content = entry.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Malformed("This is more than the site takes at once: at most 50 MB, unpacked.")
        yield _parsed(content)


def _parsed(content):
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise Malformed(NO_EXPORT) from None
    if not isinstance(data, dict) or data.get("lockstep_conversation") != VERSION or not _id(data.get("id")):
        raise Malformed(NO_EXPORT)
    if not isinstance(data.get("messages"), list) or len(data["messages"]) > MOST_MESSAGES:
        raise Malformed("A conversation in this file is not whole, or has too many messages.")
    return data


@transaction.atomic
def _bring(user, data):
    """One conversation, under an id that is its own for this person: so the same file twice brings it once."""
    pk = uuid5(OURS, f"{user.pk} {_id(data['id'])}")
    here = Conversation.objects.filter(owner=user, pk__in=[pk, _id(data["id"])]).order_by("deleted_at")
    if here.filter(deleted_at=None).exists():
        return False
    if deleted := here.last():  # it is kept for a while yet, and knows more than a file
        deleted.restore()
        return True
    messages = _messages(data["messages"], pk)
    Conversation.objects.bulk_create([_conversation(data, pk, owner=user, is_empty=not messages)])
    Message.objects.bulk_create(messages, batch_size=500)
    if draft := _text(data.get("draft"), LONGEST):
        Draft.objects.bulk_create([Draft(conversation_id=pk, text=draft, version=1)])
    return True


def _conversation(data, pk, **fields):
    return Conversation(
        pk=pk,
        title=_text(data.get("title"), LONGEST_TITLE)[:LONGEST_TITLE],
        title_is_chosen=True,
        pinned=data.get("pinned") is True,
        archived=data.get("archived") is True,
        active_at=_moment(data.get("active_at")),
        created_at=_moment(data.get("created_at")),
        model=_text(data.get("model"), 250),
        **parameters.cleaned({name: data[name] for name in ("temperature", "max_tokens", "system_prompt") if name in data}),
        **fields,
    )


def _messages(rows, conversation):
    """Their tree as it was, under new ids. What leads to no message begins a branch."""
    made = {}
    for row in sorted((row for row in rows if isinstance(row, dict)), key=lambda row: _number(row.get("position"))):
        pk, role = _id(row.get("id")), row.get("role")
        if not pk or pk in made or role not in Message.Role.values:
            raise Malformed("A message in this file is not whole.")
        made[pk] = _message(row, uuid5(OURS, f"{conversation} {pk}"), conversation, made.get(_id(row.get("parent_id"))))
    _show_one_branch(list(made.values()))
    return list(made.values())


def _message(row, pk, conversation, parent):
    text = _text(row.get("text"), LONGEST)
    return Message(
        pk=pk,
        conversation_id=conversation,
        parent_id=parent and parent.pk,
        position=Message.after(parent),
        role=row["role"],
        text=text,
        html=framed(markdown.blocks(text)) if row["role"] == Message.Role.ASSISTANT else "",
        reasoning=_text(row.get("reasoning"), LONGEST),
        model=_text(row.get("model"), 250),
        **{name: _count(row.get(name), most) for name, most in COUNTED.items()},
        note=_text(row.get("note"), 200),
        created_at=_moment(row.get("created_at")),
        is_shown=row.get("is_shown") is True,
    )


def _show_one_branch(messages):
    """One message at a place, below the one before it; whatever the file says."""
    shown = None
    for message in sorted(messages, key=lambda message: (message.position, not message.is_shown)):
        fits = message.position == (shown.position + 1 if shown else 0) and message.parent_id == (shown and shown.pk)
        message.is_shown = fits
        shown = message if fits else shown


def _id(text):
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _text(value, longest):
    text = storable(value) if isinstance(value, str) else ""
    if len(text) > longest:
        raise Malformed("A text in this file is too long.")
    return text


def _number(value):
    return value if isinstance(value, int) and 0 <= value < 10**6 else 0


def _count(value, most):
    """An amount, where the file has one."""
    return value if type(value) is int and 0 <= value <= most else None


def _moment(text):
    """A time that was; else now."""
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        moment = None
    moment = moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return min(moment, timezone.now()) if moment and moment.year > 1970 else timezone.now()
