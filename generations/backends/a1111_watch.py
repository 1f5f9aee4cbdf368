"""How far AUTOMATIC1111 is with one task, and stopping it.

`/internal/progress` tells of a task by its name, but it is nobody's promise: where it is missing, or does not know the name that
we gave the task, there is only the public progress, which says how far the server is with whatever it draws. That is
taken for ours only if the server drew nothing when we asked it, so that nobody sees, or stops, the image of somebody else.
"""

import asyncio
import re
from contextlib import suppress

import httpx

from generations.backends import Progress, Queued, Refused, encoded, refusals, wire

SECONDS = 5  # for one look
LARGEST = 16 * wire.MIB  # bytes of one look, with a preview that may be too large
STRANGER = 10  # looks after which a task that was never named is one that the server has no name for
STOP_PAUSE = 0.3  # seconds until it is looked again whether there is something to stop


class Watch:
    """One task. `is_running` says whether it was at the last look."""

    def __init__(self, http, task):
        self.http, self.task = http, task
        self.names_tasks, self.was_named, self.looks = True, False, 0
        self.was_idle = self.is_running = False
        self.preview, self.picture = -1, None  # the last one: its number where the server counts them, and as it came
        self.wants_previews = True  # until one was too large

    async def prepare(self, wish, key):
        """Look whether it is there, and whether it draws something already. Raises Refused where it is not to be asked."""
        answer = await self._public(with_image=False)
        if answer.status != 200:
            raise refused(answer, wish, key)
        self.was_idle = not _jobs(answer.json)

    async def look(self):
        """Queued or Progress, or None where there is nothing to tell."""
        with suppress(httpx.HTTPError, wire.TooLarge):
            return await (self._of_task() if self.names_tasks else self._of_anybody())

    async def stop(self):
        """Interrupt the task, as soon as it runs. The server can only interrupt what runs, whosever that is."""
        while self.names_tasks or self.was_idle:
            await self.look()
            if self.is_running:
                await self._ask("POST", "/sdapi/v1/interrupt")
                return
            await asyncio.sleep(STOP_PAUSE)

    async def _of_task(self):
        asked = {"id_task": self.task, "id_live_preview": self.preview, "live_preview": self.wants_previews}
        answer = await self._ask("POST", "/internal/progress", json=asked)
        told = answer.json
        if answer.status != 200 or not isinstance(told, dict) or "active" not in told:
            self.names_tasks = False
            return await self._of_anybody()
        return self._heard(told)

    def _heard(self, told):
        self.is_running = bool(told["active"])
        self.was_named = self.was_named or any(told.get(name) for name in ("active", "queued", "completed"))
        if self.is_running:
            self.preview = told.get("id_live_preview", -1)
            return self._progress(told.get("progress"), told.get("live_preview"), told.get("eta"))
        if told.get("queued"):
            return Queued(_position(told.get("textinfo")))
        self.looks += 1
        self.names_tasks = self.was_named or self.looks < STRANGER
        return None

    async def _of_anybody(self):
        told = (await self._public(with_image=self.was_idle and self.wants_previews)).json
        self.is_running = self.was_idle and _jobs(told) > 0
        if self.is_running:
            return self._progress(told.get("progress"), told.get("current_image"), told.get("eta_relative"))
        return None if self.was_idle else Queued()

    async def _public(self, with_image):
        return await self._ask("GET", "/sdapi/v1/progress", params={"skip_current_image": not with_image})

    async def _ask(self, method, path, **options):
        return await wire.ask(self.http, method, path, most=LARGEST, timeout=SECONDS, **options)

    def _progress(self, fraction, picture, seconds):
        preview = None
        if picture and picture != self.picture:
            self.picture, preview = picture, encoded.preview(picture)
            self.wants_previews = preview is not None
        return Progress(_number(fraction, 1), preview, _number(seconds, 24 * 3600))


def refused(answer, wish, key):
    """The Refused for an answer that is none; it tells its errors in a way of its own."""
    if answer.status == 404:
        return Refused(f"{wish.provider} has no API at its address. Its operator starts it with --api.", "unavailable")
    return refusals.by_answer(answer, wish, key, body={"error": {"message": _words(answer.json)}})


def _words(body):
    """{"error": its class, "errors": its words, "detail": text or a list of {"msg"}}"""
    body = body if isinstance(body, dict) else {}
    detail = body.get("detail")
    if isinstance(detail, list):
        detail = "; ".join(str(each.get("msg")) for each in detail if isinstance(each, dict))
    return next((text for text in (body.get("errors"), detail, body.get("error")) if isinstance(text, str) and text), "")


def _jobs(told):
    state = told.get("state") if isinstance(told, dict) else None
    jobs = state.get("job_count") if isinstance(state, dict) else None
    return jobs if isinstance(jobs, int) else 0


def _number(value, most):
    return min(max(float(value), 0.0), float(most)) if isinstance(value, (int, float)) and value == value else None


def _position(text):
    """Of "In queue: 2/3", as Forge puts it: those in front, with the one that is being drawn."""
    match = re.search(r"(\d{1,6})\s*/\s*\d", text) if isinstance(text, str) else None
    return int(match[1]) if match else None
