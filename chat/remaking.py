"""The rows of a conversation, made anew from what a file says of it. Everything in it may be anything: Malformed is raised."""

from datetime import UTC
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from chat import markdown, parameters
from chat.answers import Malformed
from chat.models import Conversation, Draft, Message
from chat.models.conversations import LONGEST_TITLE
from chat.models.messages import LONGEST
from chat.models.showing import framed
from realtime.texts import storable

COUNTED = {"tokens_in": 10**9, "tokens_out": 10**9, "cost": 10**15}  # the most that is believed; nano-USD
OURS = UUID("6c6f636b-7374-4570-8000-000000000004")  # names the ids that are made of others


def conversation(data, pk, **fields):
    """The row of it, and those of what is in it below; none is saved yet."""
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


def messages(rows, conversation_pk):
    """Their tree as it was, under new ids. What leads to no message begins a branch."""
    made = {}
    for row in sorted((row for row in rows if isinstance(row, dict)), key=lambda row: _number(row.get("position"))):
        pk, role = uuid_of(row.get("id")), row.get("role")
        if not pk or pk in made or role not in Message.Role.values:
            raise Malformed("A message in this file is not whole.")
        made[pk] = _message(row, new_uuid(conversation_pk, pk), conversation_pk, made.get(uuid_of(row.get("parent_id"))))
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


def drafts(text, conversation):
    """What was begun and not sent, where there is any."""
    text = _text(text, LONGEST)
    return [Draft(conversation=conversation, text=text, version=1)] if text else []


def new_uuid(within, old):
    """The id that takes the place of another: within the same always the same."""
    return uuid5(OURS, f"{within} {old}")


def uuid_of(text):
    """The id that this names, or None."""
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _show_one_branch(messages):
    """One message at a place, below the one before it; whatever the file says."""
    shown = None
    for message in sorted(messages, key=lambda message: (message.position, not message.is_shown)):
        fits = message.position == (shown.position + 1 if shown else 0) and message.parent_id == (shown and shown.pk)
        message.is_shown = fits
        shown = message if fits else shown


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
