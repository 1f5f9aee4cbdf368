"""Shows an image while it is made: at most four pictures a second, only the latest, and how far it is."""

import asyncio
import logging
from contextlib import suppress
from functools import partial
from time import monotonic

from django.utils import timezone

from generations import previews
from generations.backends import Queued
from generations.developing import Undevelopable
from jobs.models import LostLease
from jobs.rounds import in_thread
from realtime import stream

logger = logging.getLogger("generations")

WINDOW = 0.25  # seconds between two messages to the pages
CHECKPOINT = 0.5  # seconds between two saves
MOST_BYTES = 4 * 1024 * 1024  # of a result that is shown before it is kept


class Easel:
    """Takes the events of a backend for one image.

    Pages get `{image, progress, words, preview?}` over the topic of its card: how far it is in percent, the same in words,
    and the address of the latest picture. None of these messages has to arrive, and no trouble with them ends the work:
    the image may be paid for by then. Only a lease that is lost does.
    """

    def __init__(self, generation):
        self.generation = generation
        self._news, self._picture = asyncio.Event(), None
        self._saved_at, self._unsaved = 0.0, False
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
        self._unsaved = True
        self._news.set()

    async def show_result(self, image):
        """Show what came as one more preview, while its files are being made; not what would be much work to decode twice."""
        await self._stop()
        self.generation.progress, self.generation.seconds = 100, None
        self._picture = image if len(image) <= MOST_BYTES else None
        try:
            await self._show()
        except Exception as error:
            logger.warning("%s is shown when it is kept: %r", self.generation.pk, error)

    async def _stop(self):
        self._showing.cancel()
        await asyncio.gather(self._showing, return_exceptions=True)

    async def close(self):
        """No more will come."""
        await self._stop()
        try:
            await in_thread(previews.let_go, self.generation.pk)
        except Exception as error:
            logger.warning("The last preview of %s goes by itself: %r", self.generation.pk, error)

    @property
    def failure(self):
        """The LostLease that ended it, or None."""
        return self._showing.exception() if self._showing.done() and not self._showing.cancelled() else None

    async def _show_now_and_then(self):
        """Raises LostLease where the image is not ours any more."""
        while True:
            await self._wait()
            began = monotonic()
            if self._news.is_set():
                self._news.clear()
                await self._show()
            if self._unsaved and monotonic() >= self._saved_at + CHECKPOINT:
                await self._save()
            await asyncio.sleep(max(WINDOW - (monotonic() - began), 0))

    async def _wait(self):
        """For news; where the last ones are not saved yet, no longer than until they should be."""
        due = max(self._saved_at + CHECKPOINT - monotonic(), 0) if self._unsaved else None
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), due)

    async def _show(self):
        row, self._unsaved = self.generation, True
        has_new = await self._keep_picture()
        message = {"image": str(row.pk), "progress": row.progress, "words": row.status_words}
        stream(row.gallery_topic, f"image.{row.pk}", message | ({"preview": row.preview_url} if has_new else {}))

    async def _save(self):
        row, self._saved_at, self._unsaved = self.generation, monotonic(), False
        names = ("progress", "position", "seconds", "previews", "first_at")
        try:
            await in_thread(partial(row.checkpoint, **{name: getattr(row, name) for name in names}))
        except LostLease:
            raise
        except Exception as error:
            self._unsaved = True
            logger.warning("How far %s is could not be saved, trying again: %r", row.pk, error)

    async def _keep_picture(self):
        """Returns whether there is another one to be fetched."""
        picture, self._picture = self._picture, None
        if picture is None:
            return False
        try:
            await in_thread(previews.keep, self.generation.pk, picture)
        except Undevelopable:
            return False
        except Exception as error:
            logger.warning("A preview of %s is lost: %r", self.generation.pk, error)
            return False
        self.generation.previews += 1
        return True
