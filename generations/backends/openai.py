"""OpenAI's images, and whatever speaks like them, with previews where the server sends any.

https://platform.openai.com/docs/api-reference/images/create and …/images-streaming
"""

import json
import re
from contextlib import aclosing, asynccontextmanager
from math import log

from generations.backends import Done, Progress, encoded, fetching, refusals, wire
from settings_sync.providers import events
from settings_sync.providers.events import Malformed
from settings_sync.providers.scrubbing import scrub

PREVIEWS = 2
LARGEST_STREAM = wire.LARGEST_ANSWER * 2  # bytes: the image and its previews
SIZES = ((1024, 1024), (1536, 1024), (1024, 1536))
OWN = re.compile(r"(chat)?gpt-image")
OWN_SIZES = re.compile(r"gpt-image-1|chatgpt-image")  # later ones take any
STEP = 16  # pixels: what sides are multiples of
GIVES_WAY = ("partial_images", "stream", "response_format", "size")


@refusals.in_words
async def generate(wish, credential):
    """No seed goes along, as this protocol has none: a variation is another image of the same prompt."""
    async with wire.client("openai", wish, credential) as http, _answered(http, wish, credential) as response:
        yield Progress(request_id=response.headers.get("x-request-id", ""))
        read = _streamed if _is_stream(response) else _plain
        async with aclosing(read(http, response, wish, credential)) as found:
            async for event in found:
                yield event


@asynccontextmanager
async def _answered(http, wish, key):
    """The answer of a server that has taken the wish, as it begins to arrive. Raises Refused where none does."""
    wanted = _wanted(wish)
    while True:
        async with http.stream("POST", "/images/generations", json=wanted, timeout=wire.drawing_time()) as response:
            if response.status_code == 200:
                yield response
                return
            _give_way(wanted, await wire.answer_of(response), wish, key)


def _wanted(wish):
    unwanted = f"\n\nAvoid: {wish.negative_prompt}" if wish.negative_prompt.strip() else ""
    return {
        "model": wish.model,
        "prompt": wish.prompt + unwanted,
        "n": 1,
        "size": _size(wish),
        "stream": True,
        "partial_images": PREVIEWS,
        **({} if OWN.match(wish.model) else {"response_format": "b64_json"}),
    }


def _size(wish):
    if OWN_SIZES.match(wish.model):
        return _nearest(wish)
    return "x".join(str(max(round(side / STEP), 1) * STEP) for side in (wish.width, wish.height))


def _nearest(wish):
    """The size that every model takes whose shape is nearest to the one that is wished for."""
    width, height = min(SIZES, key=lambda size: abs(log(size[0] / size[1]) - log(wish.width / wish.height)))
    return f"{width}x{height}"


def _give_way(wanted, answer, wish, key):
    """Leave out what this server does not take, named in its refusal: before it began, so it cost nothing.

    Raises Refused where that is not it.
    """
    refusal = refusals.by_answer(answer, wish, key)
    named = [name for name in GIVES_WAY if name in wanted and _names(answer, name)]
    if answer.status not in (400, 422) or refusal.code != "refused" or not named:
        raise refusal
    left = wanted.pop(named[0])
    if named[0] == "stream":
        wanted.pop("partial_images", None)
    if named[0] == "size" and left != _nearest(wish):
        wanted["size"] = _nearest(wish)


def _names(answer, name):
    """Whether a refusal is about this parameter: in `param`, else anywhere in its words."""
    body = answer.json
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict) and isinstance(error.get("param"), str) and error["param"]:
        return error["param"] == name
    return re.search(rf"\b{name}\b", json.dumps(body)) is not None


def _is_stream(response):
    return response.headers.get("content-type", "").startswith("text/event-stream")


async def _streamed(http, response, wish, key):
    async for found in events.read(wire.parts_of(response, LARGEST_STREAM), longest=wire.LARGEST_ANSWER):
        for event in filter(None, found):
            if error := event.get("error"):
                raise refusals.by_event(error, wish, key)
            kind = str(event.get("type"))
            if kind.endswith(".partial_image"):
                yield _previewed(event)
            elif kind.endswith(".completed"):
                yield _done(encoded.image(event.get("b64_json")), event, event, wish, key)
                return
    raise refusals.broken(wish)


def _previewed(event):
    index = event.get("partial_image_index")
    fraction = (index + 1) / (PREVIEWS + 1) if isinstance(index, int) and 0 <= index < PREVIEWS else None
    return Progress(fraction, encoded.preview(event.get("b64_json")))


async def _plain(http, response, wish, key):
    """The image of an answer that comes all at once."""
    body = (await wire.answer_of(response, wire.LARGEST_ANSWER)).json
    try:
        first = body["data"][0]
        text, url = first.get("b64_json"), first.get("url")
    except (TypeError, KeyError, IndexError, AttributeError):
        raise Malformed from None
    image = encoded.image(text) if text or not isinstance(url, str) else await fetching.fetch(http, url, wish)
    yield _done(image, first, body, wish, key)


def _done(image, told, body, wish, key):
    """`told` is what was said of the image, `body` what was said of the call."""
    notes = [f"{wish.provider} cannot vary an image: this is another one of the same prompt."] if wish.variation else []
    revised = told.get("revised_prompt")
    if isinstance(revised, str) and revised.strip():
        notes.append(f"Drawn from: “{scrub(revised, key)}”")
    usage = body.get("usage")
    tokens_in, tokens_out = (_count(usage, name) for name in ("input_tokens", "output_tokens"))
    return Done(image, note=" ".join(notes), tokens_in=tokens_in, tokens_out=tokens_out)


def _count(usage, name):
    count = usage.get(name) if isinstance(usage, dict) else None
    return count if type(count) is int else None
