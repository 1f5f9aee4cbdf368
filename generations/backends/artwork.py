"""The built-in artwork: procedural pictures, drawn in processes of our own. It needs no key and no network."""

from concurrent.futures.process import BrokenProcessPool

from generations.artwork import studio
from generations.artwork.pool import pool
from generations.artwork.understanding import understand
from generations.backends import Done, Progress, Queued, Refused

MODEL = "lockstep-artwork"
LABEL = "Built-in artwork (procedural, not an AI model)"
SMALLEST, LARGEST = 64, 2048  # pixels of a side
OVERHEAD = 150_000  # pixels that could be drawn in the time that any pass takes to begin


async def generate(wish, credential):
    """Passes of doubling size, each a true picture of the same composition."""
    _check(wish)
    scene = understand(wish.prompt, wish.negative_prompt)
    sizes = passes(wish.width, wish.height)
    if ahead := pool.ahead:
        yield Queued(position=ahead)
    try:
        for place, size in enumerate(sizes[:-1]):
            preview = await _paint(wish, scene, size)
            yield Progress(fraction=_share(sizes, place), preview=preview)
        image = await _paint(wish, scene, sizes[-1], is_final=True)
    except BrokenProcessPool:
        raise Refused("The process that drew this image ended unexpectedly. Try again.", code="broken") from None
    yield Done(image=image, seed=wish.seed, scene=scene.chips)


def passes(width, height):
    """Sizes in pixels: the longer side doubles from 64 to the one that was asked for."""
    longest, side, sizes = max(width, height), 64, []
    while side < longest:
        sizes.append((max(1, round(width * side / longest)), max(1, round(height * side / longest))))
        side *= 2
    return [*sizes, (width, height)]


def _check(wish):
    if not all(SMALLEST <= side <= LARGEST for side in (wish.width, wish.height)):
        raise Refused(f"Built-in artwork can be {SMALLEST} to {LARGEST} pixels wide and high. Choose another size.", code="limit")


def _share(sizes, place):
    """How much of the work is done after the pass at this place, from 0 to 1."""
    work = [width * height + OVERHEAD for width, height in sizes]
    return sum(work[: place + 1]) / sum(work)


async def _paint(wish, scene, size, is_final=False):
    return await pool.run(studio.paint, scene, wish.seed, wish.variation, size, is_final)
