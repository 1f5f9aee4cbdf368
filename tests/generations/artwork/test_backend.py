"""Asking for built-in artwork: what is told while it is drawn, and what becomes of whoever stops."""

import asyncio
import multiprocessing
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from generations.artwork.pool import pool
from generations.backends import Done, Progress, Queued, Wish
from generations.backends.artwork import LABEL, MODEL, generate, passes
from tests.generations.artwork.seeing import likeness, picture
from tests.generations.backends.drawing import cancelled, done, events_of, fractions, positions, previews, refusal

pytestmark = pytest.mark.once


def wish(**changes):
    return Wish(**{"prompt": "teal and amber mountain lake at dusk", "width": 128, "height": 96, "seed": 7, **changes})


def test_it_is_called_what_it_is():
    assert MODEL == "lockstep-artwork"
    assert LABEL == "Built-in artwork (procedural, not an AI model)"


def test_previews_come_first_and_then_the_image_with_its_scene_and_seed():
    events = events_of(generate, wish(width=256, height=192))
    assert [Image.open(BytesIO(preview)).size for preview in previews(events)] == [(64, 48), (128, 96)]
    assert [Image.open(BytesIO(preview)).format for preview in previews(events)] == ["WEBP"] * 2
    assert fractions(events) == sorted(fractions(events))
    assert 0 < fractions(events)[0] < fractions(events)[-1] < 1
    image = Image.open(BytesIO(done(events).image))
    assert (image.format, image.size, image.info) == ("PNG", (256, 192), {})
    assert done(events).seed == 7
    assert done(events).scene == ("mountain lake", "dusk", "teal and amber")


def test_five_passes_double_up_to_the_full_size():
    assert passes(1024, 1024) == [(64, 64), (128, 128), (256, 256), (512, 512), (1024, 1024)]
    assert passes(1024, 768) == [(64, 48), (128, 96), (256, 192), (512, 384), (1024, 768)]
    assert passes(768, 1024)[0] == (48, 64)
    assert passes(64, 64) == [(64, 64)]
    assert passes(2048, 64)[0] == (64, 2)


def test_the_process_draws_what_is_drawn_here():
    image = np.asarray(Image.open(BytesIO(done(events_of(generate, wish())).image)))
    assert likeness(image, picture(wish().prompt, width=128, height=96)) > 0.999


def test_a_variation_and_a_negative_prompt_reach_the_picture():
    plain, varied = (done(events_of(generate, wish(variation=number))).image for number in (0, 3))
    assert plain != varied
    assert "mountain lake" not in done(events_of(generate, wish(negative_prompt="mountains"))).scene


@pytest.mark.parametrize("size", [(63, 512), (512, 2049), (0, 0), (-64, 64), (10**9, 10**9)])
def test_sizes_out_of_bounds_are_refused_before_anything_is_drawn(size):
    refused = refusal(generate, wish(width=size[0], height=size[1]))
    assert refused.code == "limit"
    assert "2048" in str(refused)
    assert not refused.may_cost


async def together(count, **changes):
    async def one(number):
        return [event async for event in generate(wish(seed=number, **changes), "")]

    return await asyncio.gather(*(one(number) for number in range(count)))


def test_whoever_must_wait_is_told_how_many_are_in_front():
    waited = sum(len(positions(events)) for events in asyncio.run(together(pool.size + 2)))
    assert waited == 2
    assert positions(events_of(generate, wish())) == []


@pytest.mark.parametrize("is_closed", [True, False])
def test_whoever_cancels_frees_the_process(is_closed):
    assert cancelled(generate, wish(width=512, height=512), Progress, is_closed) is not is_closed
    assert done(events_of(generate, wish()))
    assert pool.ahead == 0


def test_cancelling_while_it_waits_leaves_nothing_behind():
    async def crowd():
        tasks = [asyncio.create_task(together(1, width=256, height=256)) for _ in range(pool.size + 4)]
        while pool.ahead < pool.size + 4:  # noqa: ASYNC110 – a few steps of the loop, until all stand in line
            await asyncio.sleep(0)
        for task in tasks[1:]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(results[0][0][-1], Done)
        assert all(isinstance(result, asyncio.CancelledError) for result in results[1:])

    asyncio.run(crowd())
    assert done(events_of(generate, wish()))
    assert pool.ahead == 0


def test_a_process_that_dies_is_told_in_words_and_the_next_wish_is_drawn():
    async def killed():
        async for event in generate(wish(width=2048, height=2048), ""):
            if not isinstance(event, Queued):
                for process in multiprocessing.active_children():
                    process.kill()

    refused = refusal(lambda *_: _events(killed), wish())
    assert refused.code == "broken"
    assert "Try again" in str(refused)
    assert done(events_of(generate, wish()))


async def _events(work):
    await work()
    yield


def test_a_process_that_dies_with_nothing_to_do_is_not_even_noticed():
    done(events_of(generate, wish()))
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    assert done(events_of(generate, wish()))
