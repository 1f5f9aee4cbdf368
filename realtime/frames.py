"""From committed notes to frames: rows read again, fragments rendered once, one frame a topic."""

import json
import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

from realtime.publisher import send
from realtime.topics import may_watch

logger = logging.getLogger("realtime.frames")

MOST_PATCHES = 50
MOST_BYTES = 32 * 1024

_collected = ContextVar("realtime_collected_frames", default=None)


def announce(notes, versions, using):
    """Send one frame for each topic of a committed transaction."""
    patches = _patches_by_topic(notes)
    rendered = _render_all(patches, using)
    for topic, version in versions.items():
        frame = {"type": "frame", "topic": topic, "from": version - 1, "to": version}
        if rendered.get(topic) is not None:
            frame["patches"] = rendered[topic]
        _deliver(topic, version, frame)


def _deliver(topic, version, frame):
    text = _encode(frame)
    if len(text) > MOST_BYTES:
        del frame["patches"]
        text = _encode(frame)
    if (collected := _collected.get()) is not None:
        collected.append(frame)
    logger.debug("%s %s→%s, %s bytes", topic, version - 1, version, len(text))
    send(f"topic.{topic}", {"type": "frame", "topic": topic, "to": version, "text": text})


def _encode(frame):
    try:
        return json.dumps(frame, separators=(",", ":"))
    except (TypeError, ValueError):
        logger.exception("A patch could not be rendered: its pages will fetch")
        del frame["patches"]
        return json.dumps(frame, separators=(",", ":"))


def _patches_by_topic(notes):
    """{topic: [patch, …]}, the last of each key; None where pages must fetch."""
    topics = {}
    for note in notes:
        patches = topics.setdefault(note.topic, {})
        if patches is None:
            continue
        if note.patch is None:
            topics[note.topic] = None
            continue
        patches.pop(note.patch.key, None)
        patches[note.patch.key] = note.patch
        if len(patches) > MOST_PATCHES:
            topics[note.topic] = None
    return {topic: patches and list(patches.values()) for topic, patches in topics.items()}


def _render_all(patches, using):
    """Every patch rendered once, with its row as it is now. What cannot be rendered makes its pages fetch."""
    wanted = {patch for some in patches.values() if some for patch in some}
    try:
        rows = _read({patch.row for patch in wanted if patch.row}, using)
    except Exception:
        logger.exception("Rows could not be read again: their pages will fetch")
        return {}
    with timezone.override(None):  # Many read it: dates in the site's own time zone, not in the writer's.
        done = {patch: _render(patch, rows) for patch in wanted}
    rendered = {topic: some and [done[patch] for patch in some] for topic, some in patches.items()}
    return {topic: some for topic, some in rendered.items() if some and None not in some}


def _render(patch, rows):
    try:
        return patch.render(rows.get(patch.row))
    except Exception:
        logger.exception("A patch could not be rendered: its pages will fetch")
        return None


def _read(names, using):
    """{(model, pk): row}, each model's in one go."""
    by_model = {}
    for model, pk in names:
        by_model.setdefault(model, []).append(pk)
    return {(model, pk): row for model, pks in by_model.items() for pk, row in _rows_of(model, using)(pks).items()}


def _rows_of(model, using):
    """What reads rows by their keys: the model's own `for_fragments(pks)` where its queryset has one, for all that their fragments ask."""
    own = getattr(model._default_manager.using(using), "for_fragments", None)
    return own or model._base_manager.using(using).in_bulk


@contextmanager
def collecting():
    """Collect the frames that the code inside publishes. Yields the list."""
    token = _collected.set([])
    try:
        yield _collected.get()
    finally:
        _collected.reset(token)


def published(request, checked=()):
    """The frames that this request has published so far, as far as its own person may watch them, as they may the `checked`."""
    return [frame for frame in _collected.get() or () if frame["topic"] in checked or may_watch(request.user, frame["topic"])]
