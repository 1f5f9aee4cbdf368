"""Shows an image while it is made: at most four pictures a second, only the latest, and how far it is."""

import asyncio
from contextlib import suppress
from time import monotonic

from channels.db import database_sync_to_async
from django.utils import timezone

from generations import previews
from generations.backends import Queued
from generations.developing import Undevelopable
from realtime import stream

WINDOW = 0.25  # seconds between two messages to the pages
CHECKPOINT = 0.5  # seconds between two saves


class Easel:
    """Takes the events of a backend for one image.

    Pages get `{image, progress, words, preview?}` over the topic of its card: how far it is in percent, the same in words,
    and the address of the latest picture. None of these messages has to arrive.
    """

    def __init__(self, generation):
        self.generation = generation
        self._news, self._picture = asyncio.Event(), None
        self._saved_at, self._is_dirty = 0.0, False
        self._showing = asyncio.create_task(self._show_now_and_then())

    def take(self, event):
        """Take what the backend said; it is shown within a window."""
        row = self.generation
        row.seconds = None if event.seconds is None else max(round(event.seconds), 0)
        if isinstance(event, Queued):
            row.position = event.position
        else:
            row.position = None
            row.progress = max(row.progress, min(round(100 * (event.fraction or 0)), 100))
            row.request_id = event.request_id[:120] or row.request_id
            if event.preview:
                self._picture = event.preview
                row.first_at = row.first_at or timezone.now()  # it was delivered, whether or not there is time to show it
        self._is_dirty = True
        self._news.set()

    async def close(self):
        """No more will come."""
        self._showing.cancel()
        await asyncio.gather(self._showing, return_exceptions=True)
        await _in_thread(previews.let_go, self.generation.pk)

    @property
    def failure(self):
        """Why it can show no more, or None."""
        return self._showing.exception() if self._showing.done() and not self._showing.cancelled() else None

    async def _show_now_and_then(self):
        """Raises LostLease where the image is not ours any more."""
        while True:
            await self._more()
            self._news.clear()
            began = monotonic()
            await self._show()
            await asyncio.sleep(max(WINDOW - (monotonic() - began), 0))

    async def _more(self):
        """News; or what was shown is still to be saved, though nothing more comes: whoever ends this without us goes by it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECKPOINT if self._is_dirty else None):
                await self._news.wait()

    async def _show(self):
        row = self.generation
        has_new = await self._keep_picture()
        message = {"image": str(row.pk), "progress": row.progress, "words": row.status_words}
        stream(row.gallery_topic, f"image.{row.pk}", message | ({"preview": row.preview_url} if has_new else {}))
        if monotonic() - self._saved_at >= CHECKPOINT:
            self._saved_at, self._is_dirty = monotonic(), False
            names = ("progress", "position", "seconds", "previews", "first_at")
            await _in_thread(row.checkpoint, **{name: getattr(row, name) for name in names})

    async def _keep_picture(self):
        """Returns whether there is another one to be fetched."""
        picture, self._picture = self._picture, None
        if picture is None:
            return False
        try:
            await _in_thread(previews.keep, self.generation.pk, picture)
        except Undevelopable:
            return False
        self.generation.previews += 1
        return True


async def _in_thread(function, *arguments, **named):
    return await database_sync_to_async(function, thread_sensitive=False)(*arguments, **named)
