"""ComfyUI's queue and history: where a prompt is when its socket does not tell, and how it is taken out again.

https://docs.comfy.org/development/comfyui-server/comms_routes; an entry of the queue is [number, prompt id, graph, extra data, …].
"""

import asyncio
from contextlib import suppress
from urllib.parse import quote

import httpx

from generations.backends import Progress, Queued, wire

LARGEST = 16 * wire.MIB  # bytes: the queue tells the whole graph of everybody


async def reconcile(http, drawing):
    """Queued or Progress, or None where it is in the queue no more: then the history says whether it has ended."""
    with suppress(httpx.HTTPError, wire.TooLarge):
        running, pending = await _queue(http)
        if any(_is_ours(entry, drawing) for entry in running):
            drawing.has_begun = True
            return Progress(drawing.fraction)
        for number, entry in enumerate(pending, len(running)):
            if _is_ours(entry, drawing):
                return Queued(number)
        drawing.has_ended = await history_of(http, drawing) is not None
    return None


async def history_of(http, drawing):
    """What is kept of a prompt that has ended, or None."""
    told = (await wire.ask(http, "GET", f"/history/{quote(drawing.id, safe='')}", most=LARGEST)).json
    kept = told.get(drawing.id) if isinstance(told, dict) else None
    return kept if isinstance(kept, dict) else None


async def stop(http, drawing, submitting):
    """Take it out of the queue, or interrupt it. Old servers interrupt whatever runs, so they are asked only if that is ours."""
    await asyncio.wait({submitting})
    if submitting.exception():
        return
    name = quote(drawing.id, safe="")
    answer = await wire.ask(http, "POST", f"/api/jobs/{name}/cancel")
    if answer.status == 200:
        return
    await wire.ask(http, "POST", "/queue", json={"delete": [drawing.id]})
    running, _ = await _queue(http)
    if any(_is_ours(entry, drawing) for entry in running):
        await wire.ask(http, "POST", "/interrupt", json={"prompt_id": drawing.id})


async def _queue(http):
    """What runs, and what waits in the order of its turns."""
    told = (await wire.ask(http, "GET", "/queue", most=LARGEST)).json
    told = told if isinstance(told, dict) else {}
    running, pending = ([e for e in told.get(name) or [] if _is_entry(e)] for name in ("queue_running", "queue_pending"))
    return running, sorted(pending, key=lambda entry: entry[0])


def _is_entry(entry):
    return isinstance(entry, list) and len(entry) > 1 and isinstance(entry[0], (int, float))


def _is_ours(entry, drawing):
    return entry[1] == drawing.id
