"""Bringing conversations in from a file that an export made. Everything in it may be anything."""

import json
import zlib
from collections import Counter
from contextlib import closing
from functools import partial
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.contrib.auth import get_user_model
from django.db import transaction

from chat import remaking
from chat.answers import Malformed
from chat.exporting import VERSION
from chat.models import Conversation, Draft, Message
from chat.remaking import new_uuid, uuid_of
from realtime import publish

LARGEST = 50 * 1024 * 1024  # bytes of one archive, unpacked
LARGEST_ONE = 10 * 1024 * 1024  # bytes of one conversation
MOST_CONVERSATIONS = 20_000
MOST_MESSAGES = 20_000  # of one conversation
NO_EXPORT = "This is not an export of conversations. Choose the .zip or .json file that an export made."


def bring_in(user, file):
    """Add the conversations of a file to this person's. Returns (how many came, how many were here already).

    Raises Malformed at the first that is not whole; what stands before it in the file has come by then.
    """
    with closing(_conversations(file)) as every:
        counts = Counter(map(partial(_bring, user), every))  # which keeps none of them in memory
    return counts[True], counts[False]


def _conversations(file):
    """The JSON of each, one at a time: parsed it takes twenty times its bytes. Ends before its file is closed."""
    is_zip = file.read(2) == b"PK"
    file.seek(0)
    if not is_zip:
        yield _parsed(file.read(LARGEST_ONE + 1))
        return
    try:
        with ZipFile(file) as archive:
            yield from _unpacked(archive)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Malformed(NO_EXPORT) from None


def _unpacked(archive):
    """Sizes are counted as they come, for a zip may say anything of itself."""
    entries = [each for each in archive.infolist() if _is_conversation(each)]
    if not entries or len(entries) > MOST_CONVERSATIONS:
        raise Malformed(NO_EXPORT if not entries else f"At most {MOST_CONVERSATIONS:,} conversations at once.")
    left = LARGEST
    for each in entries:
        with archive.open(each) as entry:
            content = entry.read(min(left, LARGEST_ONE) + 1)
        left -= len(content)
        if left < 0:
            raise Malformed("This is more than the site takes at once: at most 50 MB, unpacked.")
        yield _parsed(content)


def _is_conversation(entry):
    """Exports deflate; other ways to pack fail in ways of their own, and may want gigabytes to unpack."""
    _, _, name = entry.filename.rpartition("/")
    return name.endswith(".json") and uuid_of(name[:-5]) and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED)


def _parsed(content):
    if len(content) > LARGEST_ONE:
        raise Malformed("A conversation in this file is too large: at most 10 MB each.")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise Malformed(NO_EXPORT) from None
    if not isinstance(data, dict) or data.get("lockstep_conversation") != VERSION or not uuid_of(data.get("id")):
        raise Malformed(NO_EXPORT)
    if not isinstance(data.get("messages"), list) or len(data["messages"]) > MOST_MESSAGES:
        raise Malformed("A conversation in this file is not whole, or has too many messages.")
    return data


def _bring(user, data):
    """One conversation, under an id that is its own for this person: so the same file twice brings it once.

    Its rows are made before the transaction: to render hostile Markdown takes seconds, in which SQLite lets nobody write.
    """
    old = uuid_of(data["id"])
    pk = new_uuid(user.pk, old)
    here = Conversation.objects.filter(owner=user, pk__in=[pk, old]).order_by("deleted_at")
    if here.filter(deleted_at=None).exists():
        return False
    messages = remaking.messages(data["messages"], pk)
    conversation = remaking.conversation(data, pk, owner=user, is_empty=not messages)
    return _put(user, here, conversation, messages, remaking.drafts(data.get("draft"), conversation))


@transaction.atomic
def _put(user, here, conversation, messages, drafts):
    """Add these rows, unless they have come meanwhile; whoever imports the same at the same time waits for the person's row."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    if here.filter(deleted_at=None).exists():
        return False
    if deleted := here.last():  # it is kept for a while yet, and knows more than a file
        deleted.restore()
        return True
    Conversation.objects.bulk_create([conversation])
    Message.objects.bulk_create(messages, batch_size=500)
    Draft.objects.bulk_create(drafts)
    publish(Conversation.list_topic_of(user.pk))
    return True
