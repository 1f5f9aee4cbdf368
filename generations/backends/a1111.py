"""AUTOMATIC1111's web UI, and Forge and others that speak its API.

https://github.com/AUTOMATIC1111/stable-diffusion-webui/wiki/API
"""

import asyncio
import json
from contextlib import aclosing
from uuid import uuid4

from generations.backends import Done, Queued, encoded, refusals, wire
from generations.backends.a1111_watch import Watch, refused
from generations.backends.turns import Turn
from settings_sync.providers.events import Malformed

LOOK_SECONDS = 0.4  # between two looks at how far it is
STEPS = 25
GUIDANCE = 7  # cfg_scale: how closely it keeps to the prompt
VARIATION = 0.2  # how far from the image itself: 1 would be another one


@refusals.in_words
async def generate(wish, credential):
    """Its progress names no job, so it is asked for one image at a time."""
    turn = Turn(wish.address)
    try:
        async for ahead in turn.wait():
            yield Queued(ahead)
        async with wire.client("a1111", wish, credential) as http, aclosing(_drawn(http, wish, credential)) as events:
            async for event in events:
                yield event
    finally:
        turn.leave()


async def _drawn(http, wish, key):
    """One call, which ends with the image, and a look at how far it is now and then."""
    watch = Watch(http, f"task(lockstep-{wish.key or uuid4().hex})")
    await watch.prepare(wish, key)
    call = asyncio.create_task(_call(http, wish, watch.task))
    call.add_done_callback(lambda task: task.cancelled() or task.exception())  # looked at, also where nobody waits any more
    try:
        while not call.done():
            await asyncio.wait({call}, timeout=LOOK_SECONDS)
            if not call.done() and (event := await watch.look()):
                yield event
        yield _done(call.result(), wish, key)
    finally:
        if not call.done():
            await wire.tell(watch.stop())
            call.cancel()
            await asyncio.wait({call})


async def _call(http, wish, task):
    options = {"json": _wanted(wish, task), "timeout": wire.drawing_time()}
    return await wire.ask(http, "POST", "/sdapi/v1/txt2img", most=wire.LARGEST_ANSWER, **options)


def _wanted(wish, task):
    varied = {"subseed": wish.variation, "subseed_strength": VARIATION} if wish.variation else {}
    chosen = {"override_settings": {"sd_model_checkpoint": wish.model}} if wish.model else {}
    return {
        "prompt": wish.prompt,
        "negative_prompt": wish.negative_prompt,
        "width": wish.width,
        "height": wish.height,
        "seed": wish.seed,
        "steps": STEPS,
        "cfg_scale": GUIDANCE,
        "batch_size": 1,
        "n_iter": 1,
        "send_images": True,
        "save_images": False,
        "force_task_id": task,
        **varied,
        **chosen,
    }


def _done(answer, wish, key):
    if answer.status != 200:
        raise refused(answer, wish, key)
    body = answer.json
    try:
        image, info = body["images"][0], body.get("info")
    except (TypeError, KeyError, IndexError, AttributeError):
        raise Malformed from None
    told = _told(info)
    seed = told.get("seed") if type(told.get("seed")) is int else None
    return Done(encoded.image(image), seed=seed, note=_note(told.get("sd_model_name"), wish))


def _told(info):
    """`info` is JSON in JSON."""
    try:
        told = json.loads(info)
    except (TypeError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _note(name, wish):
    """A checkpoint that it does not have is left out without a word; only this tells."""
    if not wish.model or not isinstance(name, str) or not name or name in wish.model:
        return ""
    return f"{wish.provider} drew this with {name[:200]}, as it does not have {wish.model}."
