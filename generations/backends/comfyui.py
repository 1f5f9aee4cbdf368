"""ComfyUI: a graph goes into its queue, its socket tells how far it is, its history has the result.

https://docs.comfy.org/development/comfyui-server/comms_routes
"""

import asyncio
from contextlib import aclosing, suppress
from importlib import import_module
from uuid import UUID, uuid4

import httpx

from generations.backends import Done, Queued, Refused, comfyui_failures, refusals, wire
from generations.backends.comfyui_graph import KEEP, graph, samplers
from generations.backends.comfyui_messages import HELLO, Drawing
from generations.backends.comfyui_queue import history_of, reconcile, stop
from settings_sync.providers import kinds
from settings_sync.providers.events import Malformed

LOOK_SECONDS = 2  # without a word of our prompt, until its queue and history are looked at
FAR = 7  # places in front, beyond which looks get no rarer
MOST_LOST = 5  # looks that find it nowhere, until it is given up
KEPT_SECONDS = 10  # in which what is made has to be fetched
KEPT_PAUSE = 0.2  # seconds


@refusals.in_words
async def generate(wish, credential):
    """Its socket is a help: whatever is not told there is found in its queue and its history."""
    drawing = Drawing(_name(wish), uuid4().hex, samplers(wish))
    sockets = await asyncio.to_thread(import_module, "generations.backends.comfyui_socket")  # 40 ms, and only here
    socket_of = sockets.opened(wish.address, drawing.client, wire.headers("comfyui", credential), HELLO)
    async with wire.client("comfyui", wish, credential) as http, socket_of as socket:
        submitting = asyncio.create_task(_submit(http, wish, credential, drawing))
        try:
            await asyncio.shield(submitting)
            async with aclosing(_watch(http, socket, drawing, wish)) as events:
                async for event in events:
                    yield event
            yield Done(await _image(http, wish, credential, drawing), seed=wish.seed)
        finally:
            if not drawing.has_ended:
                await wire.tell(stop(http, drawing, submitting))


def _name(wish):
    """The id of the prompt; servers take only UUIDs in their usual form."""
    try:
        return str(UUID(wish.key))
    except ValueError:
        return str(uuid4())


async def _submit(http, wish, key, drawing):
    """Put it into the queue. Its `id` is the server's from then on: old ones give one of their own."""
    checkpoint = wish.model or await _first_checkpoint(http, wish)
    asked = {
        "prompt": graph(wish, checkpoint),
        "client_id": drawing.client,
        "prompt_id": drawing.id,
        "extra_data": {"preview_method": "auto"},  # else most servers send none
    }
    answer = await wire.ask(http, "POST", "/prompt", json=asked)
    if answer.status != 200:
        raise comfyui_failures.refused(answer, wish, key)
    told = answer.json
    if not isinstance(told, dict) or not isinstance(told.get("prompt_id"), str):
        raise Malformed
    drawing.id = told["prompt_id"]


async def _first_checkpoint(http, wish):
    kind = kinds.get("comfyui")
    try:
        return kind.read((await wire.ask(http, "GET", kind.models_path)).json)[0][0]
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Refused(f"{wish.provider} has no model to draw with. Its operator installs one.", "model") from None


async def _watch(http, socket, drawing, wish):
    """What happens to it until it has ended."""
    clock = asyncio.get_running_loop().time
    lost, look_at = 0, clock() + LOOK_SECONDS
    while not drawing.has_ended:
        message = await socket.receive(LOOK_SECONDS)
        event = drawing.take(message) if message is not None else None
        if event is None and clock() >= look_at and not drawing.has_ended:
            event = await reconcile(http, drawing)
            lost, look_at = 0 if event else lost + 1, clock() + LOOK_SECONDS
        if event is not None:
            look_at = clock() + _until_next_look(event)
            yield event
        elif lost >= MOST_LOST and not drawing.has_ended:
            drawing.has_ended = True
            words = f"{wish.provider} does not know of this image any more. It may have been restarted. Retry."
            raise Refused(words, "broken")


def _until_next_look(event):
    """Seconds, more of them far back in the line: each look brings the graphs of everybody who waits there."""
    ahead = (event.position or 0) if isinstance(event, Queued) else 0
    return LOOK_SECONDS * (1 + min(ahead, FAR))


async def _image(http, wish, key, drawing):
    """The bytes of what came of it. Raises Refused where nothing did."""
    kept = await _in_a_while(lambda: history_of(http, drawing)) if drawing.error is None else {}
    if kept is None:
        raise refusals.broken(wish)
    drawing.recall(kept.get("status"))
    if drawing.error is not None:
        raise comfyui_failures.failed(drawing, wish, key)
    try:
        image = kept["outputs"][KEEP]["images"][0]
        place = {name: str(image.get(name, "")) for name in ("filename", "subfolder", "type")}
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Malformed from None
    answer = await _in_a_while(lambda: wire.ask(http, "GET", "/view", params=place, most=wire.LARGEST_IMAGE))
    if answer is None or answer.status != 200 or not answer.body:
        raise refusals.broken(wish)
    return answer.body


async def _in_a_while(look):
    """What a look finds, at the latest after some seconds; None where it is not there then.

    An image that is made is not given up for a connection that breaks, nor for a history that is written a moment after
    the end was told. Looking costs nothing.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + KEPT_SECONDS
    while clock() < end:
        with suppress(httpx.HTTPError):
            if (found := await look()) is not None:
                return found
        await asyncio.sleep(KEPT_PAUSE)
    return None
