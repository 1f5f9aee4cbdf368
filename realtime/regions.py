import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from realtime import versions

MOST_CACHED = 256


@dataclass(frozen=True)
class Region:
    """A part of a page that shows one or more topics, and has an address that renders it alone.

    `context` is a callable, because the versions are read before the rows: it gets called after them. `shared` says
    that every viewer sees the same: then a version is rendered once in this process, however many fetch it. The `mode`
    "fetch" is for what patches are no help with: what is filtered, searched, or sorted by its reader. `pace` then says when
    it fetches: (ms without a further change, ms at the longest).
    """

    name: str
    template: str
    topics: tuple
    src: str
    context: Any = dict
    shared: bool = False
    mode: str = ""
    pace: tuple = ()

    def __post_init__(self):
        versions.expect(self.topics)

    def html(self):
        # What a transaction sees of itself may be rolled back: it is nobody else's to see.
        is_kept = self.shared and not connection.in_atomic_block
        epoch, shown = versions.snapshot(self.topics) if is_kept else (None, versions.of(self.topics))
        inner = self._render_once(epoch, shown) if is_kept else self._render()
        return format_html(
            '<live-region id="{}" data-src="{}" data-topics="{}"{}{}>{}</live-region>',
            self.name,
            self.src,
            json.dumps(shown),
            format_html(' data-mode="{}"', self.mode) if self.mode else "",
            format_html(' data-debounce="{}" data-max-wait="{}"', *self.pace) if self.pace else "",
            mark_safe(inner),  # noqa: S308 – the template's own output
        )

    __str__ = __html__ = html

    def response(self):
        """What the region's own address answers."""
        return HttpResponse(self.html(), headers={"Cache-Control": "private, no-store"})

    def _render(self):
        return render_to_string(self.template, self.context())

    def _render_once(self, epoch, shown):
        # After a restore a version may come again with other rows.
        return _renderings.get((epoch, self.name, self.src, *shown.items()), self._render_for_all)

    def _render_for_all(self):
        with timezone.override(None):  # Not in the time zone of whoever came first.
            return self._render()


class Renderings:
    """The last renderings of shared regions, by region and versions. A thousand who ask at once cost one rendering."""

    def __init__(self, most):
        self._most, self._kept, self._lock = most, OrderedDict(), threading.Lock()

    def get(self, key, render):
        with self._lock:
            slot = self._kept.setdefault(key, Slot())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return slot.fill(render)


class Slot:
    """One rendering, made by whoever comes first while the others wait for it."""

    def __init__(self):
        self._lock, self._html = threading.Lock(), None

    def fill(self, render):
        with self._lock:
            if self._html is None:
                self._html = render()
            return self._html


_renderings = Renderings(MOST_CACHED)
